package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which candidates become opponents. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!has(self.policy) || self.policy != 'Gate' || has(self.gate)",
    message = "promotion.policy Gate needs promotion.gate: say what a candidate must reach")
public record Promotion(
    @JsonPropertyDescription(
            "Always: every candidate is promoted. Gate: those that pass promotion.gate. Manual:"
                + " those that somebody names in the annotation spinrun.dev/promote. Iteration 0, the"
                + " base model, is always promoted. Default Always.")
        @Default("Always")
        Policy policy,
    @JsonPropertyDescription("Requirements for a promotion. Needed for policy Gate.")
        @Nullable Gate gate,
    @JsonPropertyDescription(
            "What happens when a candidate is rejected. Fail: the run fails. Stop: the run"
                + " succeeds with its present opponent. Retry: the iteration trains again with another"
                + " seed, up to promotion.retries times, then the run fails. Default Fail.")
        @Default("Fail")
        OnRejected onRejected,
    @JsonPropertyDescription(
            "What happens when the measurements prove neither that a candidate passes the gate"
                + " nor that it fails it, which requires promotion.gate.confidence. Wait: phase"
                + " AwaitingPromotion until somebody decides by annotation. Promote or Reject: as if"
                + " that were proved. Default Wait.")
        @Default("Wait")
        OnInconclusive onInconclusive,
    @JsonPropertyDescription(
            "Additional trainings of an iteration after rejections, for onRejected Retry. 0 to"
                + " 20, default 1.")
        @Default("1")
        @Min(0)
        @Max(20)
        int retries) {

  /** What follows one more rejection, given how many there were in this iteration before it. */
  public OnRejected afterRejection(int before) {
    return onRejected == OnRejected.RETRY && before >= retries ? OnRejected.FAIL : onRejected;
  }

  /** Who decides whether a candidate is promoted. */
  public enum Policy {
    /** Every candidate is promoted. */
    @JsonProperty("Always")
    ALWAYS,
    /** The measurements decide. */
    @JsonProperty("Gate")
    GATE,
    /** People decide. */
    @JsonProperty("Manual")
    MANUAL
  }

  /** What follows a rejection. */
  public enum OnRejected {
    /** The run fails. */
    @JsonProperty("Fail")
    FAIL,
    /** The run ends well with what it has. */
    @JsonProperty("Stop")
    STOP,
    /** The iteration trains again with another seed. */
    @JsonProperty("Retry")
    RETRY
  }

  /** What follows measurements that prove nothing. */
  public enum OnInconclusive {
    /** People decide. */
    @JsonProperty("Wait")
    WAIT,
    /** The candidate is promoted. */
    @JsonProperty("Promote")
    PROMOTE,
    /** The candidate is rejected. */
    @JsonProperty("Reject")
    REJECT
  }
}

package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.RetryBudget;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Failures of the iteration in progress, as the retries are counted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Failures(
    @JsonPropertyDescription("Failures that were not the run's fault.") int infrastructure,
    @JsonPropertyDescription("Other failures that may be retried.") int application,
    @JsonPropertyDescription("Trainings that diverged.") int divergence,
    @JsonPropertyDescription("The latest failure of the run.") @Nullable Failure last) {

  /** None so far. */
  public static final Failures NONE = new Failures(0, 0, 0, null);

  /** A failure that was counted. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Failure(
      @JsonProperty("class")
          @JsonPropertyDescription(
              "Configuration and Data fail the run at once; all others are retried within"
                  + " spec.failurePolicy.")
          FailureClass failureClass,
      @JsonPropertyDescription("What happened, where, and what to do.") @Size(max = 2048)
          String message,
      @JsonPropertyDescription("When it was noticed.") Instant at) {}

  /** These and one more. */
  public Failures plus(Failure failure) {
    RetryBudget budget = failure.failureClass().budget();
    return new Failures(
        infrastructure + (budget == RetryBudget.INFRASTRUCTURE ? 1 : 0),
        application + (budget == RetryBudget.APPLICATION ? 1 : 0),
        divergence + (budget == RetryBudget.DIVERGENCE ? 1 : 0),
        failure);
  }

  /** How often this budget was drawn on. */
  public int of(RetryBudget budget) {
    return switch (budget) {
      case NONE -> 0;
      case INFRASTRUCTURE -> infrastructure;
      case APPLICATION -> application;
      case DIVERGENCE -> divergence;
    };
  }

  /** The counts of a new iteration; the latest failure stays on record. */
  public Failures startOver() {
    return new Failures(0, 0, 0, last);
  }
}

package dev.spinrun.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.contract.life.RunSettings;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.schema.Formats;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.IterationOverride;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Promotion;
import dev.spinrun.crds.spec.Budget;
import dev.spinrun.crds.spec.EvaluateSpec;
import dev.spinrun.crds.spec.FailurePolicy;
import dev.spinrun.crds.spec.GenerateSpec;
import dev.spinrun.crds.spec.Model;
import dev.spinrun.crds.spec.Pod;
import dev.spinrun.crds.spec.PrepareSpec;
import dev.spinrun.crds.spec.Retention;
import dev.spinrun.crds.spec.StagePods;
import dev.spinrun.crds.spec.StorageSpec;
import dev.spinrun.crds.spec.TrainSpec;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be trained, on what, how, and where the results go. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.promotion) || !has(self.promotion.gate) || !has(self.promotion.gate.scorer) ||"
            + " self.evaluate.scorers.exists(s, s.name == self.promotion.gate.scorer)",
    message =
        "promotion.gate.scorer must be one of evaluate.scorers: add it there, or leave it out to"
            + " use the first")
@ValidationRule(
    value =
        "!has(self.train) || !has(self.train.snrGamma)"
            + " || (has(self.method) && self.method == 'Sft')",
    message = "train.snrGamma is of method Sft alone: leave it out, or set method to Sft")
@ValidationRule(
    value =
        "((!has(self.train) || !has(self.train.opponents) || self.train.opponents == 'Latest')"
            + " && (!has(self.overrides) || self.overrides.all(o, !has(o.train)"
            + " || !has(o.train.opponents) || o.train.opponents == 'Latest')))"
            + " || !has(self.method) || self.method == 'Spin'",
    message =
        "train.opponents other than Latest is of method Spin alone: leave it out, or set method to Spin")
public record SpinRunSpec(
    @JsonPropertyDescription(
            "How iterations train. Spin: self-play, in which the model learns to prefer real"
                + " images to those of its predecessor (SPIN-Diffusion, arXiv 2402.10210). Dpo:"
                + " preference pairs of the data set (Diffusion-DPO, arXiv 2311.12908). Sft: supervised"
                + " fine-tuning on the real images alone, the baseline. Default Spin. Immutable.")
        @Default("Spin")
        @ValidationRule(
            value = "self == oldSelf",
            message = "method is immutable: create a new SpinRun")
        Method method,
    @JsonPropertyDescription(
            "Number of iterations after the base model, which is iteration 0. 1 to 100, default"
                + " 3. May be raised at any time, even after success, and lowered, but not below the"
                + " promoted iteration.")
        @Default("3")
        @Min(1)
        @Max(100)
        int iterations,
    @JsonPropertyDescription(
            "Stops all pods while true. A training commits a checkpoint first, and resumes from"
                + " it when this is false again. Default false. May change at any time.")
        @Default("false")
        boolean suspend,
    @JsonPropertyDescription("Object store for everything of the run that must survive. Immutable.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message = "storage is immutable: create a new SpinRun")
        StorageSpec storage,
    @JsonPropertyDescription("Model to start from. Immutable.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "model is immutable: create a new SpinRun; it can start from this one's opponent"
                    + " by model.from")
        Model model,
    @JsonPropertyDescription("Images and captions to train on. Immutable.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message = "data is immutable: create a new SpinRun")
        Data data,
    @JsonPropertyDescription(
            "Stage that checks all inputs and encodes the data set, once per run. Has no effect"
                + " after iteration 0 is promoted.")
        @Default("{}")
        PrepareSpec prepare,
    @JsonPropertyDescription(
            "How images are generated: by the opponent for training, and by candidates for"
                + " evaluation. A change takes effect with the next iteration.")
        @Default("{}")
        GenerateSpec generate,
    @JsonPropertyDescription(
            "How the candidate of an iteration learns. A change takes effect with the next"
                + " iteration.")
        @Default("{}")
        TrainSpec train,
    @JsonPropertyDescription(
            "How candidates are measured. A change takes effect with the next iteration, whose"
                + " scores cannot be compared with earlier ones.")
        @Required
        EvaluateSpec evaluate,
    @JsonPropertyDescription(
            "Settings of single iterations, as in the paper's schedule; at most 32 entries. A"
                + " change takes effect for iterations that have not started.")
        @Size(max = 32)
        @Nullable List<IterationOverride> overrides,
    @JsonPropertyDescription(
            "Which candidates become opponents. A change takes effect for promotions that are not"
                + " decided yet.")
        @Default("{}")
        Promotion promotion,
    @JsonPropertyDescription(
            "Maximum active time of the run, as hours, minutes and seconds; beyond it the run"
                + " fails. Time suspended, queued or awaiting promotion does not count. Absent: no"
                + " limit. May change at any time.")
        @Pattern(Formats.DURATION)
        @Size(min = 2, max = Formats.DURATION_LENGTH)
        @Nullable String activeDeadline,
    @JsonPropertyDescription(
            "What the run may take. When it is used up, the run stops as if suspended until it is"
                + " raised. Absent: no limit. May change at any time.")
        @Nullable Budget budget,
    @JsonPropertyDescription("What is kept in the store. May change at any time.") @Default("{}")
        Retention retention,
    @JsonPropertyDescription(
            "What happens when a pod fails. A change takes effect with the next failure.")
        @Default("{}")
        FailurePolicy failurePolicy,
    @JsonPropertyDescription(
            "Where the pods of all stages run, and as what. A change takes effect with the next"
                + " Job.")
        @Default("{}")
        Pod pod) {
  /** What the run is to do, without what Kubernetes alone needs. */
  public RunSettings settings() {
    return new RunSettings(
        method,
        iterations,
        storage.settings(),
        data,
        prepare.settings(),
        generate.settings(),
        train.settings(),
        evaluate.settings(),
        promotion,
        overrides == null ? List.of() : overrides,
        retention.checkpoints());
  }

  /** What Kubernetes needs of the pods of a stage; absent for Promote, which has none. */
  public @Nullable StagePods pods(Stage stage) {
    return switch (stage) {
      case PREPARE -> prepare.pods();
      case GENERATE -> generate.pods();
      case TRAIN -> train.pods();
      case EVALUATE -> evaluate.pods();
      case PROMOTE -> null;
    };
  }
}

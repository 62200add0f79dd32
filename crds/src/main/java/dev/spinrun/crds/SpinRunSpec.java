package dev.spinrun.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.spinrun.crds.spec.Data;
import dev.spinrun.crds.spec.Evaluate;
import dev.spinrun.crds.spec.FailurePolicy;
import dev.spinrun.crds.spec.Formats;
import dev.spinrun.crds.spec.Generate;
import dev.spinrun.crds.spec.IterationOverride;
import dev.spinrun.crds.spec.Method;
import dev.spinrun.crds.spec.Model;
import dev.spinrun.crds.spec.Pod;
import dev.spinrun.crds.spec.Prepare;
import dev.spinrun.crds.spec.Promotion;
import dev.spinrun.crds.spec.Retention;
import dev.spinrun.crds.spec.Storage;
import dev.spinrun.crds.spec.Train;
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
            + " || ((!has(self.method) || self.method == 'Spin')"
            + " && (!has(self.retention) || !has(self.retention.syntheticData)"
            + " || self.retention.syntheticData == 'Keep'))",
    message =
        "train.opponents other than Latest needs method Spin and retention.syntheticData Keep: set"
            + " those, or leave it out")
public record SpinRunSpec(
    @JsonPropertyDescription(
            "How iterations train. Spin: self-play, the model learns to prefer the real images to"
                + " those of its predecessor (SPIN-Diffusion, arXiv 2402.10210). Dpo: it learns from"
                + " pairs of the data set that people judged (Diffusion-DPO, arXiv 2311.12908). Sft:"
                + " supervised fine-tuning on the real images alone, the baseline. Default Spin."
                + " Immutable.")
        @Default("Spin")
        @ValidationRule(
            value = "self == oldSelf",
            message = "method is immutable: create a new SpinRun")
        Method method,
    @JsonPropertyDescription(
            "Number of iterations after the base model, which is iteration 0. 1 to 100, default 3."
                + " May be raised at any time, also after success; may be lowered, but not below"
                + " what is promoted.")
        @Default("3")
        @Min(1)
        @Max(100)
        int iterations,
    @JsonPropertyDescription(
            "Stops all pods while true. Training commits a checkpoint first and goes on from it"
                + " when this is false again. Default false. May change at any time.")
        @Default("false")
        boolean suspend,
    @JsonPropertyDescription(
            "Object store that keeps everything of the run that must survive. Immutable.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message = "storage is immutable: create a new SpinRun")
        Storage storage,
    @JsonPropertyDescription("Model to start from. Immutable.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "model is immutable: create a new SpinRun; it can start from this one's opponent"
                    + " by model.from")
        Model model,
    @JsonPropertyDescription("Images and captions to learn from. Immutable.")
        @Required
        @ValidationRule(
            value = "self == oldSelf",
            message = "data is immutable: create a new SpinRun")
        Data data,
    @JsonPropertyDescription(
            "Stage that checks all inputs and encodes the data set, once per run. Has no effect any"
                + " more once iteration 0 is promoted.")
        @Default("{}")
        Prepare prepare,
    @JsonPropertyDescription(
            "How images are drawn: by the opponent for training, and by candidates for evaluation."
                + " A change holds from the next iteration on.")
        @Default("{}")
        Generate generate,
    @JsonPropertyDescription(
            "How the candidate of an iteration learns. A change holds from the next iteration on.")
        @Default("{}")
        Train train,
    @JsonPropertyDescription(
            "How candidates are measured. A change holds from the next iteration on, and makes its"
                + " scores incomparable with earlier ones.")
        @Required
        Evaluate evaluate,
    @JsonPropertyDescription(
            "What is different in single iterations, as in the paper's schedule; at most 32 of them."
                + " A change holds for iterations that have not started.")
        @Size(max = 32)
        @Nullable List<IterationOverride> overrides,
    @JsonPropertyDescription(
            "Which candidates become opponents. A change holds for promotions not yet decided.")
        @Default("{}")
        Promotion promotion,
    @JsonPropertyDescription(
            "The run fails when it has been active for longer, as hours, minutes and seconds. Does"
                + " not count while suspended, queued or awaiting promotion. Absent: no limit. May"
                + " change at any time.")
        @Pattern(Formats.DURATION)
        @Size(min = 2, max = Formats.DURATION_LENGTH)
        @Nullable String activeDeadline,
    @JsonPropertyDescription("What is kept in the store. May change at any time.") @Default("{}")
        Retention retention,
    @JsonPropertyDescription(
            "What happens when a pod fails. A change holds from the next failure on.")
        @Default("{}")
        FailurePolicy failurePolicy,
    @JsonPropertyDescription(
            "Where and as what the pods of all stages run. A change holds from the next Job on.")
        @Default("{}")
        Pod pod) {}

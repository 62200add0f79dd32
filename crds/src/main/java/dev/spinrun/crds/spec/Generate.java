package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How images are drawn. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "!has(self.eta) || !has(self.sampler) || self.sampler == 'Ddim'"
            + " || double(self.eta) == 0.0",
    message =
        "generate.eta must be 0 unless generate.sampler is Ddim: no other sampler draws noise in its"
            + " steps; change one of them")
public record Generate(
    @JsonPropertyDescription(
            "Sampler. Ddim: DDIM (arXiv 2010.02502). Pndm: PNDM without Runge-Kutta steps (arXiv"
                + " 2202.09778), one call of the model more than steps. DpmSolver: DPM-Solver++ of"
                + " second order (arXiv 2211.01095). Euler: Euler's method on noise levels (arXiv"
                + " 2206.00364). Which timesteps they visit is said by"
                + " the model's scheduler_config.json. Default Ddim.")
        @Default("Ddim")
        Sampler sampler,
    @JsonPropertyDescription("Denoising steps of an image. 1 to 1000, default 50.")
        @Default("50")
        @Min(1)
        @Max(1000)
        int steps,
    @JsonPropertyDescription(
            "Share of the noise of a step of Ddim that is drawn anew, 0 to 1: 0 is deterministic, 1"
                + " is as random as DDPM. An image depends on its seed, prompt and number all the"
                + " same. Default \"0\".")
        @Default("\"0\"")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(value = "double(self) <= 1.0", message = "eta must be in 0..1")
        String eta,
    @JsonPropertyDescription(
            "Weight of classifier-free guidance, 1 to 100; 1 draws without it. Default \"7.5\".")
        @Default("\"7.5\"")
        @Pattern(Formats.DECIMAL)
        @Size(max = Formats.DECIMAL_LENGTH)
        @ValidationRule(
            value = "double(self) >= 1.0 && double(self) <= 100.0",
            message = "guidanceScale must be in 1..100; 1 draws without guidance")
        String guidanceScale,
    @JsonPropertyDescription("Images drawn at a time by each pod. 1 to 1024, default 8.")
        @Default("8")
        @Min(1)
        @Max(1024)
        int batchSize,
    @JsonPropertyDescription(
            "Pods that draw at the same time, each its share of the training prompts. 1 to 256,"
                + " default 1.")
        @Default("1")
        @Min(1)
        @Max(256)
        int workers,
    @JsonPropertyDescription(
            "The run fails when an iteration has been drawing for longer, retries included, as hours,"
                + " minutes and seconds. Does not count while suspended or queued. Absent: no"
                + " limit. May change at any time.")
        @Pattern(Formats.DURATION)
        @Size(min = 2, max = Formats.DURATION_LENGTH)
        @Nullable String activeDeadline,
    @JsonPropertyDescription(
            "Resources of each pod. A change holds from the next Job on. Absent: none are asked"
                + " for.")
        @Nullable Resources resources) {}

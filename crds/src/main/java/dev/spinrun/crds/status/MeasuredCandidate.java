package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest measured candidate: what people decide on, and later read of. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record MeasuredCandidate(
    @JsonPropertyDescription(
            "Its name, made of iteration, attempt and the beginning of its digest, for example"
                + " i1-a2-3f9c1d2a: the value of the annotations spinrun.dev/promote and"
                + " spinrun.dev/reject.")
        @Size(max = 64)
        String name,
    @JsonPropertyDescription("Iteration that made it; 0 is the base model.") int iteration,
    @JsonPropertyDescription("Its diffusers folder in the store.") @Size(max = 2048) String uri,
    @JsonPropertyDescription("Digest of the manifest of that folder.") @Size(max = 80)
        String digest,
    @JsonPropertyDescription(
            "Image that shows it beside its predecessors, with the same prompts and noise.")
        @Size(max = 2048)
        String gallery,
    @JsonPropertyDescription("Mean of the first scorer.") @Size(max = 24) @Nullable String score,
    @JsonPropertyDescription(
            "Share of evaluation images for which it scores higher than its opponent, by the first"
                + " scorer; 0 to 1. Absent for the base model.")
        @Size(max = 16)
        @Nullable String winRate,
    @JsonPropertyDescription("Its measurements, by scorer.") @Size(max = 8) List<Score> scores,
    @JsonPropertyDescription(
            "Displacement m_w - r_w at the end of the training: how much worse it denoises the"
                + " real images than its opponent. Absent for Sft and the base model.")
        @Size(max = 24)
        @Nullable String displacement) {
  private static final int DIGITS = 8;

  public MeasuredCandidate {
    scores = scores == null ? List.of() : List.copyOf(scores);
  }

  /**
   * What a candidate is called.
   *
   * @param digest {@code sha256:} and hexadecimal digits: a namesake of another run or seed differs
   */
  public static String name(int iteration, int attempt, String digest) {
    int digits = digest.indexOf(':') + 1;
    return "i%d-a%d-%s"
        .formatted(
            iteration,
            attempt,
            digest.substring(digits, Math.min(digest.length(), digits + DIGITS)));
  }
}

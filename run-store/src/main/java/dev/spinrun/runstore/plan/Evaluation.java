package dev.spinrun.runstore.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a candidate is measured.
 *
 * @param prompts file with one JSON object a line, its field {@code text} being the prompt
 * @param seed of the initial latents; an image depends on seed, prompt and image number alone
 * @param imagesPerPrompt images drawn for each prompt, each with its own initial latents
 * @param shards pods that evaluate at the same time
 * @param confidence level of the bootstrap intervals; absent for {@link #DEFAULT_CONFIDENCE}
 */
public record Evaluation(
    String prompts,
    long seed,
    int imagesPerPrompt,
    int shards,
    List<ScorerRef> scorers,
    @Nullable Double confidence) {
  /** Level of the intervals of a report, as is usual. */
  public static final double DEFAULT_CONFIDENCE = 0.95;

  public Evaluation {
    scorers = List.copyOf(scorers);
  }

  /** Level of the bootstrap intervals, above 0.5 and below 1. */
  public double confidenceOrDefault() {
    return confidence == null ? DEFAULT_CONFIDENCE : confidence;
  }

  /**
   * A judge of images.
   *
   * @param name kind of scorer
   * @param uri folder of its weights
   */
  public record ScorerRef(ScorerName name, String uri) {}

  void check(Problems problems) {
    problems.unless(!prompts.isBlank(), "evaluate.prompts must not be empty");
    problems.unless(
        imagesPerPrompt >= 1,
        "evaluate.imagesPerPrompt must be at least 1 (was %d)",
        imagesPerPrompt);
    problems.unless(shards >= 1, "evaluate.workers must be at least 1 (was %d)", shards);
    problems.unless(
        confidenceOrDefault() > 0.5 && confidenceOrDefault() < 1,
        "promotion.gate.confidence must be above 0.5 and below 1 (was %s)",
        confidenceOrDefault());
    problems.unless(!scorers.isEmpty(), "evaluate.scorers must name at least one scorer");
    problems.unless(
        scorers.stream().map(ScorerRef::name).distinct().count() == scorers.size(),
        "evaluate.scorers must name each scorer once");
  }
}

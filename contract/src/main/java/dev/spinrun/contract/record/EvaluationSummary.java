package dev.spinrun.contract.record;

import dev.spinrun.contract.settings.ScorerName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one candidate.
 *
 * @param planDigest plan of the evaluation
 * @param candidateDigest digest of the manifest of what was measured
 * @param confidence level of the bootstrap intervals; absent for 0.95
 */
public record EvaluationSummary(
    int schema,
    String planDigest,
    String candidateDigest,
    List<ScorerSummary> scorers,
    @Nullable Double confidence) {
  public EvaluationSummary {
    scorers = List.copyOf(scorers);
  }

  /** What this scorer says, if it was asked. */
  public Optional<ScorerSummary> scorer(ScorerName name) {
    return scorers.stream().filter(s -> s.name() == name).findFirst();
  }

  /**
   * What one scorer says.
   *
   * @param images number of images scored
   * @param againstOpponent absent in iteration 0, and where no image of the opponent has the same
   *     prompt and seed
   * @param againstBase the same for iteration 0's images
   */
  public record ScorerSummary(
      ScorerName name,
      int images,
      double mean,
      double median,
      @Nullable Comparison againstOpponent,
      @Nullable Comparison againstBase) {}

  /**
   * Two sets of images of the same prompts and seeds, compared pair by pair.
   *
   * @param pairs number of pairs
   * @param winRate share of pairs in which the candidate scores higher; a tie counts half; 0..1
   * @param winRateLow lower end of the bootstrap interval of {@code winRate}
   * @param winRateHigh upper end of it
   * @param meanDifference candidate minus the other
   * @param meanDifferenceLow lower end of the bootstrap interval of {@code meanDifference}
   * @param meanDifferenceHigh upper end of it
   */
  public record Comparison(
      int pairs,
      double winRate,
      double winRateLow,
      double winRateHigh,
      double meanDifference,
      double meanDifferenceLow,
      double meanDifferenceHigh) {}
}

package dev.spinrun.trainer.report;

import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.settings.ScorerName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sums up the scores of a candidate.
 *
 * <p>Mean and median over all images, win rates against opponent and base pair by pair. The result
 * depends on the set of lines alone, not on their order: any shard may compute it.
 */
public final class Summaries {
  private Summaries() {}

  /**
   * One summary for each scorer that scored, in the order of the enum.
   *
   * @param opponent scores of the opponent; empty in iteration 0
   * @param base scores of the base model; empty in iteration 0
   * @param confidence level of the bootstrap intervals, above 0 and below 1
   */
  public static List<ScorerSummary> of(
      List<ScoreLine> candidate,
      List<ScoreLine> opponent,
      List<ScoreLine> base,
      double confidence) {
    Map<ScorerName, List<ScoreLine>> byScorer =
        candidate.stream()
            .collect(Collectors.groupingBy(ScoreLine::scorer, TreeMap::new, Collectors.toList()));
    return byScorer.entrySet().stream()
        .map(e -> summary(e.getKey(), e.getValue(), opponent, base, confidence))
        .toList();
  }

  private static ScorerSummary summary(
      ScorerName scorer,
      List<ScoreLine> lines,
      List<ScoreLine> opponent,
      List<ScoreLine> base,
      double confidence) {
    double[] scores = lines.stream().mapToDouble(ScoreLine::score).sorted().toArray();
    return new ScorerSummary(
        scorer,
        scores.length,
        Statistics.mean(scores),
        Statistics.median(scores),
        compare(lines, opponent, confidence),
        compare(lines, base, confidence));
  }

  private static @Nullable Comparison compare(
      List<ScoreLine> ours, List<ScoreLine> others, double confidence) {
    Map<ScoreLine.Pair, Double> theirs =
        others.stream().collect(Collectors.toMap(ScoreLine::pair, ScoreLine::score, (a, b) -> a));
    List<ScoreLine> common =
        ours.stream()
            .filter(line -> theirs.containsKey(line.pair()))
            .sorted(Comparator.comparingInt(ScoreLine::prompt).thenComparingInt(ScoreLine::image))
            .toList();
    if (common.isEmpty()) {
      return null;
    }
    return PairedComparison.of(
        common.stream().mapToInt(ScoreLine::prompt).toArray(),
        common.stream().mapToDouble(ScoreLine::score).toArray(),
        common.stream().mapToDouble(line -> theirs.getOrDefault(line.pair(), 0.0)).toArray(),
        confidence);
  }
}

package dev.spinrun.e2e.demo;

import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The scores of all iterations as text, and whether they are what the quickstart promises. */
final class ScoreTable {
  /** Measured over three seeds: 14.6 to 16.4 points. */
  static final double MINIMUM_GAIN = 12;

  static final double MINIMUM_WIN_RATE = 0.8;

  private final List<ScorerSummary> scores;

  /** The scores of iterations 0, 1, … */
  ScoreTable(List<ScorerSummary> scores) {
    this.scores = List.copyOf(scores);
  }

  String text() {
    StringBuilder text =
        new StringBuilder(
            "            score   median   gain over base        wins over base        wins over opponent\n");
    for (int k = 0; k < scores.size(); k++) {
      ScorerSummary s = scores.get(k);
      text.append(
          String.format(
              Locale.ROOT,
              "%-11s %5.1f   %6.1f   %-21s %-21s %s%n",
              k == 0 ? "base" : "iteration " + k,
              s.mean(),
              s.median(),
              gain(s.againstBase()),
              wins(s.againstBase()),
              wins(s.againstOpponent())));
    }
    return text.toString();
  }

  private static String gain(@Nullable Comparison c) {
    return c == null
        ? "-"
        : String.format(
            Locale.ROOT,
            "%+.1f [%+.1f, %+.1f]",
            c.meanDifference(),
            c.meanDifferenceLow(),
            c.meanDifferenceHigh());
  }

  private static String wins(@Nullable Comparison c) {
    return c == null
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.0f %% [%.0f, %.0f]",
            c.winRate() * 100,
            c.winRateLow() * 100,
            c.winRateHigh() * 100);
  }

  /** What falls short of the promise; empty if nothing does. */
  List<String> shortcomings() {
    List<String> found = new java.util.ArrayList<>();
    for (int k = 1; k < scores.size(); k++) {
      if (scores.get(k).mean() <= scores.get(k - 1).mean()) {
        found.add("iteration %d does not score above the one before".formatted(k));
      }
    }
    Comparison last = scores.get(scores.size() - 1).againstBase();
    if (last == null || last.meanDifference() < MINIMUM_GAIN) {
      found.add("the last iteration gains less than %.0f points over base".formatted(MINIMUM_GAIN));
    }
    if (last == null || last.winRate() < MINIMUM_WIN_RATE) {
      found.add(
          "the last iteration wins fewer than %.0f %% of the pairs"
              .formatted(MINIMUM_WIN_RATE * 100));
    }
    return found;
  }
}

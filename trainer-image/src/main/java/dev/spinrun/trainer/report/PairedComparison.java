package dev.spinrun.trainer.report;

import dev.spinrun.runstore.record.EvaluationSummary.Comparison;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Compares two candidates on images of the same prompts and seeds.
 *
 * <p>Pairing matters: scores differ far more between prompts than between candidates (PickScore: a
 * standard deviation of 1.4 over prompts, gains of 0.2). The intervals are percentile bootstrap
 * intervals over pairs (Efron 1979) with a fixed seed, so that the same scores always give the same
 * report.
 */
final class PairedComparison {
  private static final int RESAMPLES = 2000;
  private static final long SEED = 20240210;

  private PairedComparison() {}

  /** Compares {@code ours[i]} with {@code theirs[i]}; both have the same length, at least 1. */
  static Comparison of(double[] ours, double[] theirs, double confidence) {
    double low = (1 - confidence) / 2;
    double high = 1 - low;
    int n = ours.length;
    double[] difference = new double[n];
    double[] win = new double[n];
    for (int i = 0; i < n; i++) {
      difference[i] = ours[i] - theirs[i];
      // 0, 1/2 or 1: a tie is half a win for either side.
      win[i] = (Math.signum(difference[i]) + 1) / 2;
    }
    double[] differences = new double[RESAMPLES];
    double[] wins = new double[RESAMPLES];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < n; i++) {
        int drawn = random.nextInt(n);
        differences[r] += difference[drawn] / n;
        wins[r] += win[drawn] / n;
      }
    }
    Arrays.sort(differences);
    Arrays.sort(wins);
    return new Comparison(
        n,
        Statistics.mean(win),
        Statistics.quantile(wins, low),
        Statistics.quantile(wins, high),
        Statistics.mean(difference),
        Statistics.quantile(differences, low),
        Statistics.quantile(differences, high));
  }
}

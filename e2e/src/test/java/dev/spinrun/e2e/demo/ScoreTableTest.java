package dev.spinrun.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.settings.ScorerName;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTableTest {
  private static final ScorerSummary BASE =
      new ScorerSummary(ScorerName.CLIP_SCORE, 128, 72, 75, null, null);

  @Test
  void aRunThatKeepsThePromiseHasNoShortcomings() {
    ScoreTable table = new ScoreTable(List.of(BASE, scored(84, 0.88), scored(86, 0.9)));

    assertThat(table.shortcomings()).isEmpty();
    assertThat(table.text()).contains("iteration 2  86.0").contains("90 % [80, 95]");
  }

  @Test
  void whatFallsShortIsSaidPlainly() {
    ScoreTable table = new ScoreTable(List.of(BASE, scored(80, 0.88), scored(79, 0.7)));

    assertThat(table.shortcomings())
        .containsExactly(
            "iteration 2 does not score above the one before",
            "the last iteration gains less than 12 points over base",
            "the last iteration wins fewer than 80 % of the pairs");
  }

  private static ScorerSummary scored(double mean, double winRate) {
    Comparison base = new Comparison(128, winRate, 0.8, 0.95, mean - BASE.mean(), 1, 20);
    return new ScorerSummary(ScorerName.CLIP_SCORE, 128, mean, mean, base, base);
  }
}

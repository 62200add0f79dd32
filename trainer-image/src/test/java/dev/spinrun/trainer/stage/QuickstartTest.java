package dev.spinrun.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.settings.Method;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class QuickstartTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, 2})
  void eachOfThreeIterationsBeatsTheOneBeforeAndTheThirdBeatsBaseByTwelvePoints(long seed) {
    LocalRun run = new LocalRun(folder, Method.SPIN, LocalRun.quickstartTraining(80, seed));

    ScorerSummary base = run.iterate();
    ScorerSummary first = run.iterate();
    ScorerSummary second = run.iterate();
    ScorerSummary third = run.iterate();

    Comparison againstBase = Objects.requireNonNull(third.againstBase());
    // The spread over seeds is worth knowing, whatever is asserted of each.
    System.out.printf(
        "seed %d: base %.2f, iterations %.2f %.2f %.2f, wins over base %.0f %%%n",
        seed, base.mean(), first.mean(), second.mean(), third.mean(), 100 * againstBase.winRate());
    assertThat(first.mean()).isGreaterThan(base.mean());
    assertThat(second.mean()).isGreaterThan(first.mean());
    assertThat(third.mean()).isGreaterThan(second.mean());
    assertThat(againstBase.meanDifference()).isGreaterThan(12);
    assertThat(againstBase.winRate()).isGreaterThan(0.8);
  }
}

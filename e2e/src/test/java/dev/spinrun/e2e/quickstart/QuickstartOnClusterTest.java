package dev.spinrun.e2e.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import dev.spinrun.e2e.cluster.RunResults;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ClusterTest
class QuickstartOnClusterTest {
  private static final int ITERATIONS = 3;
  private static final double GAIN = 12;
  private static final double WIN_RATE = 0.8;

  @TempDir Path folder;

  @Test
  void threeIterationsArePromotedAndEachBeatsTheOneBefore(World world) {
    try (LiveRun run = world.run("whole", spec -> {})) {
      SpinRunStatus status = run.awaitEnd();

      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
      assertThat(status.iterationText()).isEqualTo("3/3");
      RunResults results = run.results();
      for (int k = 0; k <= ITERATIONS; k++) {
        results.downloadVerified(k, folder.resolve("opponent-" + k));
        if (k > 0) {
          OpponentRecord record = results.opponent(k);
          assertThat(record.parentDigest()).isEqualTo(results.opponent(k - 1).candidateDigest());
          assertThat(results.score(k).mean()).isGreaterThan(results.score(k - 1).mean());
        }
      }
      Comparison againstBase = Objects.requireNonNull(results.score(ITERATIONS).againstBase());
      assertThat(againstBase.meanDifference()).isGreaterThan(GAIN);
      assertThat(againstBase.winRate()).isGreaterThan(WIN_RATE);
    }
  }
}

package dev.spinrun.e2e.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import dev.spinrun.e2e.cluster.RunResults;
import org.junit.jupiter.api.Test;

@ClusterTest
class BaselineTest {
  @Test
  void supervisedFineTuningRunsThroughTheSameStagesWithoutGenerating(World world) {
    try (LiveRun run =
        world.run(
            "baseline",
            spec -> {
              spec.put("method", "Sft").put("iterations", 1);
              spec.withObject("/train").put("learningRate", "2e-4");
            })) {
      SpinRunStatus status = run.awaitEnd();

      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
      RunResults results = run.results();
      assertThat(results.score(1).mean()).isGreaterThan(results.score(0).mean());
      assertThat(results.manifest(1).attributes())
          .containsKey("loss")
          .doesNotContainKey("accuracy");
    }
  }
}

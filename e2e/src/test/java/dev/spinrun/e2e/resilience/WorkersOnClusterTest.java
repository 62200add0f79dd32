package dev.spinrun.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;

/** A training of two pods. */
@ClusterTest
class WorkersOnClusterTest {
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  private static void twoWorkers(ObjectNode spec) {
    LiveRun.drawLittle(spec);
    spec.put("iterations", 1);
    spec.withObject("/prepare").put("workers", 2);
    spec.withObject("/train")
        .put("steps", 120)
        .put("checkpointEverySteps", 20)
        .put("microBatchSize", 8)
        .put("workers", 2);
  }

  @Test
  void whenOneOfTwoIsDeletedBothStopAndGoOnTogether(World world) {
    try (LiveRun run = world.run("two-workers", WorkersOnClusterTest::twoWorkers)) {
      run.await(
          "a checkpoint",
          s -> s.current().progress() != null && s.current().progress().lastCheckpoint() != null);
      Pod second =
          run.pods().stream()
              .filter(pod -> "1".equals(pod.getMetadata().getLabels().get(INDEX)))
              .findFirst()
              .orElseThrow();
      world.cluster().client().resource(second).delete();

      SpinRunStatus status = run.awaitEnd();

      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
      assertThat(run.results().manifest(1).attributes()).containsEntry("step", "120");
    }
  }
}

package dev.spinrun.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a kubelet still knows, or no longer finds, of the objects that pods mount. */
@ClusterTest
class ReappliedRunTest {
  private static void shortIteration(ObjectNode spec) {
    LiveRun.trainLittle(spec, 20);
  }

  /**
   * The kubelet keeps an immutable ConfigMap for as long as any pod on the node mounts its name.
   */
  @Test
  void aRunAppliedAgainWhileAnOldPodEndsWorksOnItsOwnPlan(World world) {
    LiveRun first =
        world.run(
            "applied-again",
            spec -> {
              shortIteration(spec);
              spec.withObject("/train").put("steps", 2000).put("checkpointEverySteps", 2000);
            });
    first.await(
        "training", s -> s.current().stage() == Stage.TRAIN && s.current().progress() != null);
    String before = first.now().getMetadata().getUid();
    first.close();
    try (LiveRun second = world.run("applied-again", ReappliedRunTest::shortIteration)) {
      SpinRunStatus status = second.awaitEnd();
      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
      assertThat(status.failures().last()).isNull();
      assertThat(second.now().getMetadata().getUid()).isNotEqualTo(before);
      assertThat(second.results().isPromoted(1)).isTrue();
    }
  }

  @Test
  void settingsThatSomebodyDeletesInMidIterationComeBack(World world) {
    try (LiveRun run = world.run("deleted-settings", ReappliedRunTest::shortIteration)) {
      run.await("drawing", s -> s.current().stage() == Stage.GENERATE && s.current().job() != null);
      var maps =
          world
              .cluster()
              .client()
              .configMaps()
              .inNamespace(world.quickstart().namespace())
              .withLabel("spinrun.dev/run-uid", run.now().getMetadata().getUid());
      List<ConfigMap> plans = maps.list().getItems();
      assertThat(plans).hasSize(2);
      maps.delete();
      SpinRunStatus status = run.awaitEnd();
      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
      assertThat(status.failures().last()).isNull();
    }
  }
}

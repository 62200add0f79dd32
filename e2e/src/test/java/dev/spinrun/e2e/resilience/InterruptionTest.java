package dev.spinrun.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@ClusterTest
class InterruptionTest {
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  /** Long enough to be interrupted in the middle. */
  private static void oneLongIteration(ObjectNode spec) {
    LiveRun.drawLittle(spec);
    spec.put("iterations", 1);
    spec.withObject("/train").put("steps", 160);
  }

  @Test
  void aTrainingWhosePodIsDeletedEndsWithTheSameBitsAsAnUndisturbedOne(World world) {
    try (LiveRun undisturbed = world.run("undisturbed", InterruptionTest::oneLongIteration);
        LiveRun disturbed = world.run("disturbed", InterruptionTest::oneLongIteration)) {
      awaitCheckpoint(disturbed);
      Pod trainer = runningTrainers(disturbed).findFirst().orElseThrow();
      String deleted = trainer.getMetadata().getUid();
      world.cluster().client().resource(trainer).delete();
      Awaitility.await("another trainer pod")
          .atMost(PATIENCE)
          .until(
              () ->
                  runningTrainers(disturbed)
                      .anyMatch(pod -> !pod.getMetadata().getUid().equals(deleted)));

      assertThat(disturbed.awaitEnd()).returns(Phase.SUCCEEDED, SpinRunStatus::phase);
      assertThat(undisturbed.awaitEnd()).returns(Phase.SUCCEEDED, SpinRunStatus::phase);
      assertThat(weights(disturbed).sha256()).isEqualTo(weights(undisturbed).sha256());
    }
  }

  @Test
  void aSuspendedRunHasNoPodsAndGoesOnWhenResumed(World world) {
    try (LiveRun run = world.run("suspended", InterruptionTest::oneLongIteration)) {
      awaitCheckpoint(run);
      run.patch("{\"spec\": {\"suspend\": true}}");

      SpinRunStatus suspended = run.await("suspension", s -> s.phase() == Phase.SUSPENDED);
      assertThat(LiveRun.condition(suspended, "Suspended").getStatus()).isEqualTo("True");
      assertThat(run.pods()).noneMatch(InterruptionTest::isRunning);
      run.patch("{\"spec\": {\"suspend\": false}}");

      assertThat(run.awaitEnd()).returns(Phase.SUCCEEDED, SpinRunStatus::phase);
    }
  }

  private static void awaitCheckpoint(LiveRun run) {
    run.await(
        "a checkpoint",
        s ->
            s.current().stage() == Stage.TRAIN
                && s.current().progress() != null
                && s.current().progress().lastCheckpoint() != null);
  }

  private static boolean isRunning(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase());
  }

  private static Stream<Pod> runningTrainers(LiveRun run) {
    return run.pods().stream()
        .filter(InterruptionTest::isRunning)
        .filter(pod -> pod.getMetadata().getName().contains("-i1-train-"));
  }

  private static FileEntry weights(LiveRun run) {
    return run.results().manifest(1).file("unet/diffusion_pytorch_model.safetensors").orElseThrow();
  }
}

package dev.spinrun.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.StageName;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import dev.spinrun.runstore.record.FileEntry;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
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
    FileEntry undisturbed;
    try (LiveRun run = world.run("undisturbed", InterruptionTest::oneLongIteration)) {
      assertThat(run.awaitEnd().phase()).isEqualTo(Phase.SUCCEEDED);
      undisturbed = weights(run);
    }
    try (LiveRun run = world.run("disturbed", InterruptionTest::oneLongIteration)) {
      awaitCheckpoint(run);
      Pod trainer =
          run.pods().stream().filter(InterruptionTest::isRunning).findFirst().orElseThrow();
      String deleted = trainer.getMetadata().getUid();
      world.cluster().client().resource(trainer).delete();
      Awaitility.await("another trainer pod")
          .atMost(PATIENCE)
          .until(
              () ->
                  run.pods().stream()
                      .anyMatch(
                          pod -> isRunning(pod) && !pod.getMetadata().getUid().equals(deleted)));

      SpinRunStatus status = run.awaitEnd();

      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
      assertThat(weights(run).sha256()).isEqualTo(undisturbed.sha256());
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

      SpinRunStatus status = run.awaitEnd();
      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
    }
  }

  private static void awaitCheckpoint(LiveRun run) {
    run.await(
        "a checkpoint",
        s ->
            s.stage() == StageName.TRAIN
                && s.progress() != null
                && s.progress().lastCheckpoint() != null);
  }

  private static boolean isRunning(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase());
  }

  private static FileEntry weights(LiveRun run) {
    return run.results().manifest(1).file("unet/diffusion_pytorch_model.safetensors").orElseThrow();
  }
}

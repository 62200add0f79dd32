package dev.spinrun.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.StageName;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster;
import dev.spinrun.e2e.cluster.OnCluster.World;
import dev.spinrun.e2e.cluster.Operators;
import dev.spinrun.runstore.record.FileEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("docker")
@ExtendWith(OnCluster.class)
class InterruptionTest {
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  /** Long enough to be interrupted in the middle. */
  private static void oneLongIteration(ObjectNode spec) {
    spec.put("iterations", 1);
    spec.withObject("/train").put("steps", 320);
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

  @Test
  void anOperatorKilledBetweenTheEndOfTheJobAndPromotionPromotesOnce(World world) {
    try (LiveRun run =
        world.run(
            "orphaned",
            spec -> {
              spec.put("iterations", 1);
              spec.withObject("/train").put("steps", 40);
            })) {
      Awaitility.await("evaluation of iteration 1 begins")
          .atMost(PATIENCE)
          .until(() -> run.jobs().stream().anyMatch(InterruptionTest::evaluatesIteration1));
      Operators.kill(world.cluster().client());
      Awaitility.await("evaluation ends without an operator")
          .atMost(PATIENCE)
          .until(
              () ->
                  run.jobs().stream()
                      .filter(InterruptionTest::evaluatesIteration1)
                      .anyMatch(job -> job.getStatus().getCompletionTime() != null));
      assertThat(run.results().isPromoted(1)).isFalse();
      Operators.bringBack(world.cluster().client());

      SpinRunStatus status = run.awaitEnd();

      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
      assertThat(status.iterations()).filteredOn(i -> i.number() == 1).hasSize(1);
      assertThat(run.results().opponent(1).candidateDigest())
          .isEqualTo(run.results().manifest(1).digest());
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

  private static boolean evaluatesIteration1(Job job) {
    return job.getMetadata().getName().contains("-i1-evaluate-");
  }

  private static boolean isRunning(Pod pod) {
    return "Running".equals(pod.getStatus().getPhase());
  }

  private static FileEntry weights(LiveRun run) {
    return run.results().manifest(1).file("unet/diffusion_pytorch_model.safetensors").orElseThrow();
  }
}

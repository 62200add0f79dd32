package dev.spinrun.e2e.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import dev.spinrun.runstore.object.ObjectStore;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ClusterTest
class BadInputOnClusterTest {
  @Test
  void aWrongSecretIsToldBeforeAnyPodStarts(World world) {
    world
        .cluster()
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("wrong-credentials")
                .withNamespace(world.quickstart().namespace())
                .endMetadata()
                .withStringData(
                    Map.of(
                        "AWS_ACCESS_KEY_ID",
                        "quickstart",
                        "AWS_SECRET_ACCESS_KEY",
                        "not-the-secret"))
                .build())
        .serverSideApply();
    try (LiveRun run =
        world.run(
            "wrong-secret",
            spec -> spec.withObject("/storage").put("credentialsSecret", "wrong-credentials"))) {
      Condition stalled = stalled(run);

      assertThat(stalled.getReason()).isEqualTo("StoreCredentialsRejected");
      assertThat(stalled.getMessage())
          .contains("rejects the credentials")
          .doesNotContain("not-the-secret");
      assertThat(run.jobs()).isEmpty();
    }
  }

  @Test
  void aMissingSecretIsNamedBeforeAnyPodStarts(World world) {
    try (LiveRun run =
        world.run(
            "no-secret",
            spec -> spec.withObject("/storage").put("credentialsSecret", "never-made"))) {
      Condition stalled = stalled(run);

      assertThat(stalled.getReason()).isEqualTo("CredentialsSecretMissing");
      assertThat(stalled.getMessage()).contains("never-made");
      assertThat(run.jobs()).isEmpty();
    }
  }

  @Test
  void aMissingBucketIsNamedBeforeAnyPodStarts(World world) {
    try (LiveRun run =
        world.run(
            "no-bucket", spec -> spec.withObject("/storage").put("uri", "s3://never-made/runs"))) {
      Condition stalled = stalled(run);

      assertThat(stalled.getReason()).isEqualTo("NoSuchBucket");
      assertThat(stalled.getMessage()).contains("there is no bucket 'never-made'");
      assertThat(run.jobs()).isEmpty();
    }
  }

  @Test
  void aTruncatedWeightFileFailsPreparationByName(World world) {
    String folder = "s3://spinrun/truncated/model";
    ObjectStore good = world.quickstart().minio().at("s3://spinrun/quickstart/model");
    ObjectStore bad = world.quickstart().minio().at(folder);
    String weights = "unet/diffusion_pytorch_model.safetensors";
    good.list("").forEach(o -> bad.write(o.key(), good.read(o.key(), 1 << 24)));
    bad.write(weights, good.readRange(weights, 0, 1_000_000));
    try (LiveRun run =
        world.run("truncated", spec -> spec.withObject("/model").put("uri", folder))) {
      SpinRunStatus status = run.awaitEnd();

      assertThat(status.phase()).isEqualTo(Phase.FAILED);
      Condition failed = LiveRun.condition(status, "Failed");
      assertThat(failed.getReason()).isEqualTo("InputDataError");
      assertThat(failed.getMessage()).contains(folder + "/" + weights);
      assertThat(status.iteration()).isZero();
      assertThat(run.pods()).noneMatch(pod -> !pod.getMetadata().getName().contains("prepare"));
    }
  }

  @Test
  void aHugeLearningRateFailsAsDivergenceWithTheStep(World world) {
    try (LiveRun run =
        world.run(
            "diverging",
            spec -> {
              LiveRun.drawLittle(spec);
              spec.put("iterations", 1);
              spec.withObject("/train").put("learningRate", "1e30").put("warmupSteps", 0);
            })) {
      SpinRunStatus status = run.awaitEnd();

      assertThat(status.phase()).isEqualTo(Phase.FAILED);
      Condition failed = LiveRun.condition(status, "Failed");
      assertThat(failed.getReason()).isEqualTo("Divergence");
      assertThat(failed.getMessage())
          .contains("Training diverged in step ")
          .contains("Lower learningRate");
      assertThat(run.results().isPromoted(0)).isTrue();
      assertThat(run.results().isPromoted(1)).isFalse();
    }
  }

  private static Condition stalled(LiveRun run) {
    SpinRunStatus status =
        run.await(
            "a stall",
            s ->
                s.conditions().stream()
                    .anyMatch(c -> c.getType().equals("Stalled") && c.getStatus().equals("True")));
    assertThat(LiveRun.condition(status, "StoreReachable").getStatus()).isEqualTo("False");
    return LiveRun.condition(status, "Stalled");
  }
}

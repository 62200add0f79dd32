package dev.spinrun.e2e.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.Kubectl;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import dev.spinrun.runstore.object.ObjectInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What people, gates and retention decide, with a real trainer and a real store. */
@ClusterTest
class DecisionsOnClusterTest {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int STEPS = 30;

  @Test
  void aCandidateAwaitsPeopleIsTidiedUpAfterAndGoesWithItsRun(World world) {
    LiveRun run =
        world.run(
            "decided",
            spec -> {
              LiveRun.trainLittle(spec, STEPS);
              // Two shards, both of which are to be dropped.
              spec.withObject("/generate").put("workers", 2);
              spec.withObject("/promotion").put("policy", "Manual");
              spec.withObject("/retention")
                  .put("checkpoints", 0)
                  .put("syntheticData", "Drop")
                  .put("onDelete", "Delete");
            });
    SpinRunStatus measured =
        run.await("a candidate to decide on", s -> s.phase() == Phase.AWAITING_PROMOTION);
    MeasuredCandidate candidate = Objects.requireNonNull(measured.candidate());
    assertThat(candidate.scores()).isNotEmpty();
    assertThat(measured.message()).contains(candidate.name(), candidate.gallery());
    assertThat(run.results().isPromoted(0)).as("the base model needs nobody").isTrue();
    assertThat(run.results().isPromoted(1)).isFalse();

    String object = "spinrun/" + run.now().getMetadata().getName();
    new Kubectl(world.cluster())
        .run(
            "",
            "annotate",
            object,
            "spinrun.dev/promote=" + candidate.name(),
            "-n",
            world.quickstart().namespace());

    SpinRunStatus status = run.awaitEnd();
    assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
    assertThat(status.decisions())
        .singleElement()
        .satisfies(d -> assertThat(d.by()).isEqualTo("kubectl-annotate"));
    assertThat(run.results().opponent(1).decidedBy()).isEqualTo("kubectl-annotate");
    List<String> left = keys(world, run.now());
    assertThat(left).noneMatch(key -> key.contains("/synthetic/") || key.contains("/step-"));
    assertThat(left).anyMatch(key -> key.contains("/candidate/"));

    SpinRun last = run.now();
    run.close();
    Awaitility.await("the object goes").atMost(SOON).until(() -> run.now() == null);
    assertThat(keys(world, last)).isEmpty();
  }

  @Test
  void aRunThatIsDeletedWhileItTrainsLeavesNothingBehind(World world) {
    LiveRun run =
        world.run(
            "cut-short",
            spec -> {
              LiveRun.trainLittle(spec, STEPS);
              spec.withObject("/train").put("steps", 500);
              spec.withObject("/retention").put("onDelete", "Delete");
            });
    run.await(
        "a checkpoint",
        s ->
            s.current().stage() == Stage.TRAIN
                && s.current().progress() != null
                && s.current().progress().lastCheckpoint() != null);
    SpinRun last = run.now();

    run.close();

    Awaitility.await("the object goes").atMost(SOON).until(() -> run.now() == null);
    assertThat(run.jobs()).isEmpty();
    assertThat(keys(world, last)).isEmpty();
  }

  /** Of the 192 examples it reads 80, and other ones with another seed. */
  @Test
  void aTrainingThatDivergesIsTriedAgainWithALowerLearningRateOnOtherExamples(World world) {
    try (LiveRun run =
        world.run(
            "tamed",
            spec -> {
              LiveRun.trainLittle(spec, 5);
              // Other prepared data than that of other runs, which is whole.
              spec.withObject("/data").put("captionField", "text");
              spec.withObject("/train").put("learningRate", "1e30").put("warmupSteps", 0);
              spec.withObject("/failurePolicy")
                  .withObject("/divergence")
                  .put("retries", 1)
                  .put("newSeed", true)
                  .put("learningRateFactor", "1e-34");
            })) {
      SpinRunStatus status = run.awaitEnd();

      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
      assertThat(status.failures().last().message()).contains("Training diverged in step ");
      assertThat(run.results().isPromoted(1)).isTrue();
      Map<String, String> attributes = run.results().manifest(1).attributes();
      assertThat(attributes).containsEntry(Attributes.EXAMPLES_READ, "80");
      assertThat(attributes.get(Attributes.PREPARED))
          .as("prepared what the first seed does not read")
          .endsWith("iterations/0001/prepared-r1.json");
      assertThat(Attributes.count(attributes, Attributes.IMAGES_DRAWN).orElseThrow())
          .as("of both seeds, each once")
          .isBetween(81, 160);
      assertThat(keys(world, run.now())).contains(attributes.get(Attributes.PREPARED));
    }
  }

  private static List<String> keys(World world, SpinRun run) {
    RunLayout layout =
        new RunLayout(
            run.getMetadata().getNamespace(),
            run.getMetadata().getName(),
            run.getMetadata().getUid());
    return world.quickstart().minio().at("s3://spinrun/runs").list(layout.root() + "/").stream()
        .map(ObjectInfo::key)
        .toList();
  }
}

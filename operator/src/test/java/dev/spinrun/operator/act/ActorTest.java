package dev.spinrun.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.SpinRuns;
import dev.spinrun.operator.observe.Observed;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.plan.Plans;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Obstacle;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.resource.Platform;
import dev.spinrun.operator.resource.StageJob;
import dev.spinrun.operator.store.PollSettings;
import dev.spinrun.operator.store.SilentListener;
import dev.spinrun.operator.store.StorePoller;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class ActorTest {
  KubernetesClient client;

  private final SpinRun run = SpinRuns.of(SpinRuns.SMALL);
  private final Job job =
      new StageJob(run, Platform.of("trainer:1"), Plans.of(run, 1), Stage.TRAIN, 1, 0).build();

  private Optional<Obstacle> act(Action... actions) {
    StoreQuestion question = StoreQuestion.of(run, SpinRunStatus.initial());
    Observed observed =
        new Observed(
            run,
            List.of(),
            List.of(),
            Map.of(),
            StoreView.unanswered(question),
            null,
            Instant.EPOCH);
    try (StorePoller stores =
        new StorePoller(
            q -> {
              throw new IllegalStateException("no store here");
            },
            new PollSettings(
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                PollSettings.Share.UNBOUNDED,
                Duration.ofSeconds(1)),
            Clock.systemUTC(),
            new SilentListener())) {
      return new Actor(client, stores, new Events(client))
          .act(new Plan(List.of(actions), SpinRunStatus.initial(), Optional.empty()), observed, 0);
    }
  }

  private Job live() {
    return client.batch().v1().jobs().inNamespace("ml").withName("castle-11111-i1-train-a1").get();
  }

  @Test
  void creatingTwiceMakesOneJobAndNoConflict() {
    assertThat(act(new Action.Create(job))).isEmpty();
    String uid = live().getMetadata().getUid();
    assertThat(act(new Action.Create(job))).isEmpty();
    assertThat(live().getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  void aNamesakeThatIsNotOursIsToldAndLeftAlone() {
    Job stranger =
        new JobBuilder(job)
            .editMetadata()
            .addToAnnotations("spinrun.dev/run-uid", "other")
            .endMetadata()
            .build();
    client.resource(stranger).create();
    assertThat(act(new Action.Create(job)))
        .contains(
            new Obstacle(
                Reason.NAME_CONFLICT,
                "Job castle-11111-i1-train-a1 is there, but was not made for this attempt. Delete"
                    + " it, or give the run another name."));
    assertThat(live().getMetadata().getAnnotations()).containsEntry("spinrun.dev/run-uid", "other");
  }

  @Test
  void suspendingTouchesNothingElse() {
    act(new Action.Create(job));
    Job before = live();
    act(new Action.Suspend("castle-11111-i1-train-a1", true));
    assertThat(live().getSpec().getSuspend()).isTrue();
    assertThat(live().getSpec().getTemplate()).isEqualTo(before.getSpec().getTemplate());
    act(new Action.Suspend("castle-11111-i1-train-a1", false));
    assertThat(live().getSpec().getSuspend()).isFalse();
  }

  @Test
  void deletingAllSparesANamesakesJobs() {
    Job stranger =
        new JobBuilder(job)
            .editMetadata()
            .withName("of-another")
            .withOwnerReferences()
            .endMetadata()
            .build();
    client.resource(stranger).create();
    act(new Action.Create(job), new Action.DeleteAll());
    assertThat(live()).isNull();
    assertThat(client.resource(stranger).get()).isNotNull();
  }

  @Test
  void deletingOrSuspendingWhatIsGoneIsNoError() {
    assertThat(act(new Action.Delete("gone"), new Action.Suspend("gone", true))).isEmpty();
  }
}

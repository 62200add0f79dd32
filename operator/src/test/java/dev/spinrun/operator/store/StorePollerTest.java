package dev.spinrun.operator.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.SpinRuns;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.plan.Plans;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.open.ObjectStores;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorePollerTest {
  private static final String JOB = "castle-11111-i0-prepare-a1";
  private static final PollSettings FAST =
      new PollSettings(
          2,
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          PollSettings.Share.UNBOUNDED,
          Duration.ofMinutes(5));

  @TempDir Path folder;
  private ObjectStore store;
  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final AtomicInteger opened = new AtomicInteger();
  private StorePoller poller;

  @BeforeEach
  void start() {
    store = new ObjectStores(StoreSettings.brief(null, null, null)).at("file://" + folder);
    poller = poller(FAST, question -> open());
  }

  @AfterEach
  void stop() {
    poller.close();
  }

  private OpenStore open() {
    opened.incrementAndGet();
    RuntimeException wanted = failure.get();
    if (wanted != null) {
      throw wanted;
    }
    return new OpenStore(store, () -> {});
  }

  private StorePoller poller(PollSettings settings, StoreOpener opener) {
    return poller(settings, opener, Clock.systemUTC());
  }

  private StorePoller poller(PollSettings settings, StoreOpener opener, Clock clock) {
    return new StorePoller(
        opener,
        settings,
        clock,
        new StorePoller.Listener() {
          @Override
          public void changed(String namespace, String name) {
            wakes.incrementAndGet();
          }

          @Override
          public void round(Duration duration, StoreView view, int calls) {
            rounds.incrementAndGet();
          }
        });
  }

  private static StoreQuestion question(int iteration) {
    SpinRun run = SpinRuns.of(SpinRuns.SMALL);
    return StoreQuestion.of(run, SpinRunStatus.initial().withIteration(iteration));
  }

  @Test
  void aQuestionIsNeverAnsweredOnTheThreadThatAsks() {
    CountDownLatch never = new CountDownLatch(1);
    try (StorePoller slow =
        poller(
            FAST,
            question -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return open();
            })) {
      assertThat(slow.view(question(0)).isAnswered()).isFalse();
      assertThat(slow.view(question(0)).isAnswered()).isFalse();
    }
  }

  @Test
  void theAskerIsWokenWhenTheAnswerIsThereAndNotAgain() {
    poller.view(question(0));
    await().until(() -> poller.view(question(0)).isAnswered());
    await().until(() -> rounds.get() > 5);
    assertThat(wakes.get()).isEqualTo(1);
  }

  @Test
  void anAnswerToAnEarlierQuestionIsNotGivenToALaterOne() {
    poller.view(question(0));
    await().until(() -> poller.view(question(0)).isAnswered());
    assertThat(poller.view(question(1)).isAnswered()).isFalse();
    await().until(() -> poller.view(question(1)).isAnswered());
  }

  private static SpinRunStatus status(UnaryOperator<IterationInProgress> current) {
    return SpinRunStatus.initial().withCurrent(current);
  }

  @Test
  void aJobThatBeginsToWorkLeavesTheAnswerAsItIs() {
    SpinRun run = SpinRuns.of(SpinRuns.SMALL);
    UnaryOperator<IterationInProgress> prepare = c -> c.withStage(Stage.PREPARE);
    StoreQuestion before = StoreQuestion.of(run, status(prepare));
    StoreQuestion atWork = StoreQuestion.of(run, status(c -> prepare.apply(c).withJob(JOB)));
    StoreQuestion again =
        StoreQuestion.of(run, status(c -> prepare.apply(c).withJob(JOB).withAttempt(2)));
    poller.view(before);
    await().until(() -> poller.view(before).isAnswered());
    assertThat(poller.view(atWork).isAnswered()).isTrue();
    assertThat(poller.view(again).isAnswered()).isFalse();
  }

  /** Else facts of before a Job's end would pass for those of after it, by clocks that differ. */
  @Test
  void aLookAtProgressAloneIsNoLookAtTheRest() {
    SpinRun run = SpinRuns.of(SpinRuns.SMALL);
    StoreQuestion atWork =
        StoreQuestion.of(run, status(c -> c.withStage(Stage.PREPARE).withJob(JOB)));
    poller.view(atWork);
    await().until(() -> poller.view(atWork).isAnswered());
    Instant first = poller.view(atWork).askedAt();
    int before = rounds.get();
    await().until(() -> rounds.get() > before + 2);
    assertThat(poller.view(atWork).askedAt()).isEqualTo(first);
    StoreQuestion complete =
        StoreQuestion.of(
            run, status(c -> c.withStage(Stage.PREPARE).withJob(JOB)), List.of(completeJob(JOB)));
    assertThat(poller.view(complete).isAnswered()).isFalse();
    await().until(() -> poller.view(complete).isAnswered());
    assertThat(poller.view(complete).askedAt()).isAfter(first);
  }

  private static Job completeJob(String name) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Complete")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  @Test
  void aTaskIsDoneAndItsEffectIsInTheNextAnswer() {
    String key = question(0).layout().runJson();
    poller.submit(question(0), new StoreTask.Create(key, "{}"));
    await().until(() -> poller.view(question(0)).facts().identified());
    poller.submit(question(0), new StoreTask.Create(key, "{\"other\":1}"));
    int before = rounds.get();
    await().until(() -> rounds.get() > before + 1);
    assertThat(store.read(key, 100)).asString().isEqualTo("{}");
  }

  @Test
  void aStoreThatRefusesIsOpenedAnewUntilItAnswers() {
    failure.set(new StoreException(StoreFailure.ACCESS_DENIED, "no"));
    poller.view(question(0));
    await().until(() -> poller.view(question(0)).problem() != null);
    assertThat(poller.view(question(0)).problem().kind()).isEqualTo(StoreFailure.ACCESS_DENIED);
    int before = opened.get();
    await().until(() -> opened.get() > before);
    failure.set(null);
    await().until(() -> poller.view(question(0)).isAnswered());
  }

  @Test
  void aDocumentThatCannotBeReadIsTold() {
    store.write(question(0).layout().plan(0, 0), new byte[] {'?'});
    poller.view(question(0));
    await().until(() -> poller.view(question(0)).problem() != null);
    assertThat(poller.view(question(0)).problem().kind()).isEqualTo(StoreFailure.CORRUPT);
    assertThat(poller.view(question(0)).problem().message()).contains("plan.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?",
        "{\"schema\": 1, \"stage\": \"Prepare\", \"attempt\": 1, \"unit\": \"ATTACKER\"}",
        "HUGE"
      })
  void progressThatCannotBeReadBlocksNothing(String content) {
    StoreQuestion atWork =
        StoreQuestion.of(
            SpinRuns.of(SpinRuns.SMALL), status(c -> c.withStage(Stage.PREPARE).withJob(JOB)));
    store.write(
        atWork.layout().plan(0, 0),
        Plans.of(SpinRuns.of(SpinRuns.SMALL), 0).text().getBytes(UTF_8));
    store.write(
        atWork.layout().progress(0, "prepare", 0),
        (content.equals("HUGE") ? " ".repeat(1 << 20) : content).getBytes(UTF_8));
    poller.view(atWork);

    await().until(() -> poller.view(atWork).isAnswered());
    assertThat(poller.view(atWork).facts().plan()).isNotNull();
    assertThat(poller.view(atWork).facts().progress()).isNull();
  }

  @Test
  void aDocumentThatCannotBeReadIsNotQuoted() {
    store.write(question(0).layout().plan(0, 0), "{\"schema\": \"ATTACKER\"}".getBytes(UTF_8));
    poller.view(question(0));
    await().until(() -> poller.view(question(0)).problem() != null);
    assertThat(poller.view(question(0)).problem().message())
        .contains("plan.json is no valid IterationPlan of this version")
        .doesNotContain("ATTACKER");
  }

  /** As a clock that runs ahead of the timer would: the rounds are due, and nothing begins them. */
  @Test
  void onlyAPollerThatBeginsNothingStands() {
    MovedClock clock = new MovedClock();
    CountDownLatch release = new CountDownLatch(1);
    PollSettings rarely =
        new PollSettings(
            2,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            PollSettings.Share.UNBOUNDED,
            Duration.ofDays(1));
    try (StorePoller slow = poller(rarely, question -> openAfter(release), clock)) {
      slow.view(question(0));
      await().until(() -> opened.get() == 0 && slow.overdueSince().isEmpty());
      clock.move(Duration.ofHours(1));
      assertThat(slow.overdueSince()).isEmpty();
      release.countDown();
      await().until(() -> slow.view(question(0)).askedAt() != null);
      await().until(() -> slow.overdueSince().isEmpty());
      clock.move(Duration.ofHours(1));
      assertThat(slow.overdueSince()).isPresent();
    }
  }

  private OpenStore openAfter(CountDownLatch release) {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return open();
  }

  @Test
  void aRunThatNobodyAsksAboutIsForgotten() {
    try (StorePoller forgetful =
        poller(
            new PollSettings(
                1,
                Duration.ofMillis(5),
                Duration.ofMillis(5),
                PollSettings.Share.UNBOUNDED,
                Duration.ZERO),
            question -> open())) {
      forgetful.view(question(0));
      await().until(() -> forgetful.overdueSince().isEmpty());
    }
  }
}

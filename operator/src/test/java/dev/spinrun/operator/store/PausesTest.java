package dev.spinrun.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.SpinRuns;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.observe.TotalProgress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How often a run is looked at. */
class PausesTest {
  private static final PollSettings SETTINGS =
      new PollSettings(
          1,
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          new PollSettings.Share(Duration.ofSeconds(2), Duration.ofMillis(50)),
          Duration.ofMinutes(15));

  private static StoreView training(Long secondsLeft) {
    StoreQuestion question =
        StoreQuestion.of(
            SpinRuns.of(SpinRuns.SMALL),
            SpinRunStatus.initial().withCurrent(c -> c.withStage(Stage.TRAIN).withJob("castle")));
    TotalProgress progress = new TotalProgress(1, 2, "steps", null, Instant.EPOCH, secondsLeft);
    return new StoreView(question, Instant.EPOCH, StoreFacts.NONE.withProgress(progress), null);
  }

  private static Duration after(int before, boolean news, StoreView view, int calls) {
    return after(before, news, view, calls, 1);
  }

  private static Duration after(int before, boolean news, StoreView view, int calls, int runs) {
    return Pauses.after(Duration.ofSeconds(before), news, view, calls, runs, SETTINGS);
  }

  @Test
  void newsShortensAndSilenceLengthens() {
    assertThat(after(20, true, training(null), 1)).isEqualTo(Duration.ofSeconds(3));
    assertThat(after(10, false, training(null), 1)).isEqualTo(Duration.ofSeconds(15));
    assertThat(after(30, false, training(null), 1)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void theEndOfAStageIsMetWithLooksThatComeEverCloser() {
    assertThat(after(3, true, training(7200L), 1)).isEqualTo(Duration.ofSeconds(30));
    assertThat(after(30, false, training(60L), 1)).isEqualTo(Duration.ofSeconds(15));
    assertThat(after(30, false, training(0L), 1)).isEqualTo(Duration.ofSeconds(3));
  }

  /** Else a store that fails in ever other ways would be asked as often as one with news. */
  @Test
  void aStoreThatDoesNotAnswerIsAskedLessAndLessWhateverItsWords() {
    StoreView silent =
        new StoreView(
            training(5L).question(),
            Instant.EPOCH,
            training(5L).facts(),
            new StoreProblem(StoreFailure.UNREACHABLE, "down"));
    assertThat(after(10, true, silent, 1)).isEqualTo(Duration.ofSeconds(15));
    assertThat(after(30, true, silent, 1)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void noRunCostsMoreThanHalfARequestASecond() {
    assertThat(after(3, true, training(0L), 8)).isEqualTo(Duration.ofSeconds(16));
    assertThat(after(3, true, training(0L), 33)).isEqualTo(Duration.ofSeconds(66));
  }

  @Test
  void allRunsTogetherCostTwentyRequestsASecond() {
    assertThat(after(3, true, training(0L), 1, 60)).isEqualTo(Duration.ofSeconds(3));
    assertThat(after(3, true, training(0L), 1, 100)).isEqualTo(Duration.ofSeconds(5));
    assertThat(after(30, false, training(null), 1, 600)).isEqualTo(Duration.ofSeconds(30));
    assertThat(after(30, false, training(null), 2, 1000)).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void noRunIsForgottenForWantOfALook() {
    assertThat(after(30, false, training(null), 8, 5000)).isEqualTo(Duration.ofMinutes(5));
  }
}

package dev.spinrun.trainer.stage.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressReporterTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void theRestTakesAsLongAsWhatThisProcessDid() {
    assertThat(ProgressReporter.secondsLeft(0, 30, 90, MINUTE)).isEqualTo(120);
    assertThat(ProgressReporter.secondsLeft(60, 80, 90, MINUTE)).isEqualTo(30);
    assertThat(ProgressReporter.secondsLeft(0, 90, 90, MINUTE)).isZero();
  }

  @Test
  void nothingIsSaidBeforeSomethingIsDone() {
    assertThat(ProgressReporter.secondsLeft(60, 60, 90, MINUTE)).isNull();
  }

  @Test
  void nothingIsSaidWhileTheTotalIsNotKnown() {
    assertThat(ProgressReporter.secondsLeft(0, 30, 0, MINUTE)).isNull();
  }
}

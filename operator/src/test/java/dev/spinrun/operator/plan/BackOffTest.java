package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.operator.plan.failure.BackOff;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final Duration FIRST = Duration.ofSeconds(10);

  @Test
  void waitsDoubleUpToTenMinutesLessAFifthAtMost() {
    assertWithin(BackOff.delay(FIRST, 1, "u"), FIRST);
    assertWithin(BackOff.delay(FIRST, 2, "u"), Duration.ofSeconds(20));
    assertWithin(BackOff.delay(FIRST, 7, "u"), Duration.ofMinutes(10));
    assertWithin(BackOff.delay(FIRST, 400, "u"), Duration.ofMinutes(10));
  }

  private static void assertWithin(Duration delay, Duration whole) {
    assertThat(delay)
        .isLessThanOrEqualTo(whole)
        .isGreaterThanOrEqualTo(whole.multipliedBy(4).dividedBy(5));
  }

  @Test
  void theSameDecisionComesOutTheSameAndRunsDiffer() {
    assertThat(BackOff.delay(FIRST, 3, "u")).isEqualTo(BackOff.delay(FIRST, 3, "u"));
    long different =
        IntStream.range(0, 100)
            .mapToObj(i -> BackOff.delay(FIRST, 1, "run-" + i))
            .distinct()
            .count();
    assertThat(different).isGreaterThan(50);
  }
}

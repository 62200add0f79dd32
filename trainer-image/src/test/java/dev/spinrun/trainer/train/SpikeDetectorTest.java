package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SpikeDetectorTest {
  private final SpikeDetector detector = new SpikeDetector(8, 10);

  private OptionalDouble after(double... numbers) {
    OptionalDouble last = OptionalDouble.empty();
    for (double number : numbers) {
      last = detector.see(number);
    }
    return last;
  }

  @Test
  void tenTimesTheMedianIsASpike() {
    assertThat(after(1, 3, 2, 100, 29)).isEmpty();
    assertThat(after(31)).hasValue(3);
  }

  @Test
  void nothingIsASpikeBeforeThereIsSomethingToCompareWith() {
    assertThat(after(1, 1000)).isEmpty();
  }

  @Test
  void anotherLevelIsNewsForHalfAWindowOnly() {
    assertThat(after(1, 1, 1, 1, 1, 1, 1, 1, 50)).hasValue(1);
    assertThat(after(50, 50, 50, 50)).isEmpty();
  }

  @Test
  void zerosAreNoMeasure() {
    assertThat(after(0, 0, 0, 0, 5)).isEmpty();
  }
}

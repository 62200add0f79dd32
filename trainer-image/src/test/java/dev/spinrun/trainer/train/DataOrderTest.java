package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.loss.Objective.Denoising;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataOrderTest {
  private final TrainingSettings settings = TinyExamples.settings(new Denoising(), 10, 1);

  private List<Integer> epoch(int number) {
    DataOrder order = new DataOrder(settings, 50);
    return IntStream.range(number * 50, (number + 1) * 50).map(order::exampleAt).boxed().toList();
  }

  @Test
  void everyEpochHasEveryExampleOnce() {
    assertThat(epoch(0))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50).boxed().toList());
    assertThat(epoch(3))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50).boxed().toList());
  }

  @Test
  void epochsHaveOrdersOfTheirOwn() {
    assertThat(epoch(0)).isNotEqualTo(epoch(1));
  }

  @Test
  void placeLaterInTrainingNeedsNoEarlierOne() {
    assertThat(new DataOrder(settings, 50).exampleAt(170)).isEqualTo(epoch(3).get(20));
  }
}

package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Reading;
import dev.spinrun.trainer.loss.Objective.Denoising;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataOrderTest {
  private final Reading reading = TinyExamples.settings(new Denoising(), 10, 1).reading();

  private List<Integer> epoch(int number) {
    DataOrder order = new DataOrder(reading, 50, 50);
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
    assertThat(new DataOrder(reading, 50, 50).exampleAt(170)).isEqualTo(epoch(3).get(20));
  }

  @Test
  void examplesOfALargeSetStayNearTheirBlocks() {
    int block = 10;
    DataOrder order = new DataOrder(reading, 205, block);
    List<Integer> all = IntStream.range(0, 205).map(order::exampleAt).boxed().toList();

    assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 205).boxed().toList());
    int window = DataOrder.WINDOW * block;
    for (int begin = 0; begin < 205; begin += window) {
      List<Integer> some = all.subList(begin, Math.min(begin + window, 205));
      assertThat(some.stream().map(i -> i / block).distinct().count())
          .isLessThanOrEqualTo(DataOrder.WINDOW + 1);
      assertThat(some).isNotEqualTo(some.stream().sorted().toList());
    }
  }

  @Test
  void theNextWindowsBlocksAreToldWhenAWindowBegins() {
    int block = 10;
    DataOrder order = new DataOrder(reading, 200, block);
    List<Integer> told = order.startingAt(0);

    List<Integer> needed =
        IntStream.range(80, 160)
            .map(order::exampleAt)
            .map(i -> i / block)
            .distinct()
            .boxed()
            .toList();
    assertThat(told.stream().map(i -> i / block)).containsExactlyInAnyOrderElementsOf(needed);
    assertThat(order.startingAt(1)).isEmpty();
    assertThat(new DataOrder(reading, 80, block).startingAt(0)).isEmpty();
  }
}

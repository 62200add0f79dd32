package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Reading;
import dev.spinrun.trainer.loss.Objective.Denoising;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExamplesReadTest {
  private static final int EXAMPLES = 500;
  private static final int BLOCK = 20;

  /** {@link TinyExamples} has four examples a step. */
  private static final int BATCH = 4;

  private static List<Integer> read(int steps, int neighbours) {
    ExamplesRead read = ExamplesRead.of(reading(steps), EXAMPLES, neighbours);
    return IntStream.range(0, read.size()).mapToObj(read::example).toList();
  }

  private static Reading reading(int steps) {
    return TinyExamples.settings(new Denoising(), steps, 1).reading();
  }

  @Test
  void theyAreThoseAtThePlacesOfAllSteps() {
    DataOrder order = new DataOrder(reading(30), EXAMPLES, BLOCK);

    assertThat(read(30, BLOCK))
        .isSorted()
        .containsExactlyElementsOf(
            IntStream.range(0, 30 * BATCH).map(order::exampleAt).sorted().boxed().toList());
  }

  @Test
  void moreStepsReadTheSameAndOthers() {
    assertThat(read(60, BLOCK)).hasSize(60 * BATCH).containsAll(read(30, BLOCK));
  }

  @Test
  void severalTrainingsReadWhatAtLeastOneReads() {
    List<Reading> two = List.of(new Reading(1, 7, 120), new Reading(2, 7, 80));
    BitSet first = ExamplesRead.numbers(two.subList(0, 1), EXAMPLES, BLOCK);
    BitSet second = ExamplesRead.numbers(two.subList(1, 2), EXAMPLES, BLOCK);
    assertThat(first.cardinality()).isEqualTo(120);
    assertThat(second.cardinality()).isEqualTo(80);

    BitSet both = ExamplesRead.numbers(two, EXAMPLES, BLOCK);
    first.or(second);
    assertThat(both).isEqualTo(first);
    assertThat(both.cardinality()).as("orders of their own").isBetween(121, 199);
  }

  @Test
  void fromAnEpochOnEachIsReadOnce() {
    List<Integer> all = IntStream.range(0, EXAMPLES).boxed().toList();

    assertThat(read(EXAMPLES / BATCH, BLOCK)).isEqualTo(all);
    assertThat(read(EXAMPLES, EXAMPLES)).isEqualTo(all);
  }

  @Test
  void ofALargeSetTheyLieInFewBlocks() {
    assertThat(read(30, BLOCK).stream().map(example -> example / BLOCK).distinct())
        .hasSizeLessThanOrEqualTo(DataOrder.WINDOW);
  }
}

package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.loss.Objective.Denoising;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExamplesReadTest {
  private static final int EXAMPLES = 500;
  private static final int BLOCK = 20;

  /** {@link TinyExamples} has four examples a step. */
  private static final int BATCH = 4;

  private static List<Integer> read(int steps, int neighbours) {
    ExamplesRead read =
        ExamplesRead.of(TinyExamples.settings(new Denoising(), steps, 1), EXAMPLES, neighbours);
    return IntStream.range(0, read.size()).mapToObj(read::example).toList();
  }

  @Test
  void theyAreThoseAtThePlacesOfAllSteps() {
    TrainingSettings settings = TinyExamples.settings(new Denoising(), 30, 1);
    DataOrder order = new DataOrder(settings, EXAMPLES, BLOCK);

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

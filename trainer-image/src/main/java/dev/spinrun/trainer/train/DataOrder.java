package dev.spinrun.trainer.train;

import dev.spinrun.trainer.diffusion.random.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which example comes at which place: every epoch all examples once, in an order of its own.
 *
 * <p>Derived from the seed, so that it need not be saved. A batch may reach over the end of an
 * epoch; no example is dropped. Of a large data set not all examples are at hand at a time: its
 * blocks of neighbours are shuffled, then all examples within each window of some blocks.
 */
final class DataOrder {
  /** Blocks of a window: enough to mix, few enough for a local disk. */
  static final int WINDOW = 8;

  private final TrainingSettings settings;
  private final int[] permutation;
  private final int block;
  private long epoch = -1;

  /**
   * An order of examples 0 to {@code examples - 1}.
   *
   * @param block how many neighbours are read together
   */
  DataOrder(TrainingSettings settings, int examples, int block) {
    this.settings = settings;
    this.permutation = new int[examples];
    this.block = Math.max(1, Math.min(block, examples));
  }

  /** Index of the example at a place, counted from the start of the iteration. */
  int exampleAt(long place) {
    shuffleFor(place);
    return permutation[(int) (place % permutation.length)];
  }

  /**
   * Where a window begins at this place: one example of each block of the next window, which should
   * be brought meanwhile; empty elsewhere, and where everything fits into one window.
   */
  List<Integer> startingAt(long place) {
    int inEpoch = (int) (place % permutation.length);
    if (blocks() <= WINDOW || inEpoch % (WINDOW * block) != 0) {
      return List.of();
    }
    shuffleFor(place);
    int next = inEpoch + WINDOW * block;
    int end = Math.min(next + WINDOW * block, permutation.length);
    return IntStream.range(next, Math.max(next, end))
        .map(i -> permutation[i] / block)
        .distinct()
        .map(number -> number * block)
        .boxed()
        .toList();
  }

  private int blocks() {
    return (permutation.length + block - 1) / block;
  }

  private void shuffleFor(long place) {
    long wanted = place / permutation.length;
    if (wanted != epoch) {
      shuffle(wanted);
    }
  }

  private void shuffle(long wanted) {
    if (blocks() <= WINDOW) {
      fill(IntStream.range(0, permutation.length).toArray(), 0);
      shuffle(Purpose.DATA_ORDER.stream(settings, wanted), permutation, 0, permutation.length);
    } else {
      shuffleInWindows(wanted);
    }
    epoch = wanted;
  }

  private void shuffleInWindows(long wanted) {
    int[] order = IntStream.range(0, blocks()).toArray();
    shuffle(Purpose.DATA_ORDER.stream(settings, wanted, 0), order, 0, order.length);
    int place = 0;
    for (int number : order) {
      int begin = number * block;
      int end = Math.min(begin + block, permutation.length);
      place = fill(IntStream.range(begin, end).toArray(), place);
    }
    for (int begin = 0; begin < permutation.length; begin += WINDOW * block) {
      int end = Math.min(begin + WINDOW * block, permutation.length);
      shuffle(Purpose.DATA_ORDER.stream(settings, wanted, 1, begin), permutation, begin, end);
    }
  }

  private int fill(int[] examples, int place) {
    System.arraycopy(examples, 0, permutation, place, examples.length);
    return place + examples.length;
  }

  /** Source: Fisher and Yates in Durstenfeld's form (Knuth, TAOCP 2, algorithm P). */
  private static void shuffle(RandomStream random, int[] values, int begin, int end) {
    for (int i = end - 1; i > begin; i--) {
      int other = begin + random.below(i - begin + 1, i - begin);
      int swapped = values[i];
      values[i] = values[other];
      values[other] = swapped;
    }
  }
}

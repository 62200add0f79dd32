package dev.spinrun.trainer.train;

import dev.spinrun.contract.plan.Reading;
import dev.spinrun.trainer.diffusion.random.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which example comes at which place: every epoch all examples once, in an order of its own.
 *
 * <p>Derived from the seed, so that it need not be saved. A batch may reach over the end of an
 * epoch; no example is dropped. Of a large data set not all examples are at hand at a time: its
 * blocks of neighbours are shuffled, then all examples within each window of some blocks. Memory
 * holds the numbers of the blocks and the examples of one window.
 */
final class DataOrder {
  /** Blocks of a window: enough to mix, few enough for a local disk. */
  static final int WINDOW = 8;

  private final Reading reading;
  private final int examples;
  private final int block;
  private final int windowSize;

  private long epoch = -1;
  private int[] blocks = {};
  private int placeOfShortBlock;

  private int windowBegin = -1;
  private int[] window = {};

  /**
   * An order of examples 0 to {@code examples - 1}.
   *
   * @param block how many neighbours are read together
   */
  DataOrder(Reading reading, int examples, int block) {
    this.reading = reading;
    this.examples = examples;
    this.block = Math.max(1, Math.min(block, examples));
    this.windowSize = isOneWindow() ? examples : WINDOW * this.block;
  }

  /** Index of the example at a place, counted from the start of the iteration. */
  int exampleAt(long place) {
    bring(place);
    return window[(int) (place % examples) - windowBegin];
  }

  /**
   * Where a window begins at this place: one example of each block of the next window, which should
   * be brought meanwhile; empty elsewhere, and where everything fits into one window.
   */
  List<Integer> startingAt(long place) {
    int inEpoch = (int) (place % examples);
    if (isOneWindow() || inEpoch % windowSize != 0) {
      return List.of();
    }
    bring(place);
    return unshuffled(inEpoch + windowSize)
        .map(example -> example / block)
        .distinct()
        .map(number -> number * block)
        .boxed()
        .toList();
  }

  private boolean isOneWindow() {
    return blockCount() <= WINDOW;
  }

  private int blockCount() {
    return (examples + block - 1) / block;
  }

  private void bring(long place) {
    long wanted = place / examples;
    if (wanted != epoch) {
      begin(wanted);
    }
    int inEpoch = (int) (place % examples);
    int begin = inEpoch - inEpoch % windowSize;
    if (begin != windowBegin) {
      window = unshuffled(begin).toArray();
      shuffle(
          isOneWindow()
              ? Purpose.DATA_ORDER.stream(reading, epoch)
              : Purpose.DATA_ORDER.stream(reading, epoch, 1, begin),
          window);
      windowBegin = begin;
    }
  }

  private void begin(long wanted) {
    blocks = IntStream.range(0, blockCount()).toArray();
    if (!isOneWindow()) {
      shuffle(Purpose.DATA_ORDER.stream(reading, wanted, 0), blocks);
    }
    int last = blocks.length - 1;
    placeOfShortBlock =
        IntStream.rangeClosed(0, last).filter(i -> blocks[i] == last).findFirst().orElseThrow();
    epoch = wanted;
    windowBegin = -1;
  }

  /** The examples of the window that begins there, block by block; none behind the last window. */
  private IntStream unshuffled(int begin) {
    return IntStream.range(begin, Math.max(begin, Math.min(begin + windowSize, examples)))
        .map(this::inBlocks);
  }

  /** The example at this place of an epoch whose blocks alone are shuffled. */
  private int inBlocks(int place) {
    int lacking = blocks.length * block - examples;
    int endOfShort = (placeOfShortBlock + 1) * block - lacking;
    // As if the short block were a whole one.
    int whole = place < endOfShort ? place : place + lacking;
    return blocks[whole / block] * block + whole % block;
  }

  /** Source: Fisher and Yates in Durstenfeld's form (Knuth, TAOCP 2, algorithm P). */
  private static void shuffle(RandomStream random, int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.below(i + 1, i);
      int swapped = values[i];
      values[i] = values[other];
      values[other] = swapped;
    }
  }
}

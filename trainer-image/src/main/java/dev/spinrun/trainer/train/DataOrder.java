package dev.spinrun.trainer.train;

import dev.spinrun.trainer.diffusion.RandomStream;

/**
 * Which example comes at which place: every epoch all examples once, in an order of its own.
 *
 * <p>Derived from the seed, so that it need not be saved. A batch may reach over the end of an
 * epoch; no example is dropped.
 */
final class DataOrder {
  private final TrainingSettings settings;
  private final int[] permutation;
  private long epoch = -1;

  DataOrder(TrainingSettings settings, int examples) {
    this.settings = settings;
    this.permutation = new int[examples];
  }

  /** Index of the example at a place, counted from the start of the iteration. */
  int exampleAt(long place) {
    long wanted = place / permutation.length;
    if (wanted != epoch) {
      shuffle(wanted);
    }
    return permutation[(int) (place % permutation.length)];
  }

  /** Source: Fisher and Yates in Durstenfeld's form (Knuth, TAOCP 2, algorithm P). */
  private void shuffle(long wanted) {
    RandomStream random = Purpose.DATA_ORDER.stream(settings, wanted);
    for (int i = 0; i < permutation.length; i++) {
      permutation[i] = i;
    }
    for (int i = permutation.length - 1; i > 0; i--) {
      int other = random.below(i + 1, i);
      int swapped = permutation[i];
      permutation[i] = permutation[other];
      permutation[other] = swapped;
    }
    epoch = wanted;
  }
}

package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.trainer.data.prepared.PreparedData;
import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.train.ExamplesRead;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * The images that a training needs: one for each example that it reads, or one for each of their
 * captions. An image has a key, which is found again from its example: the example's number, or one
 * of its caption.
 */
public final class NeededImages {
  private final int size;
  private final IntFunction<Image> byRank;

  private NeededImages(int size, IntFunction<Image> byRank) {
    this.size = size;
    this.byRank = byRank;
  }

  /** Those that the training of this plan needs for the examples that it reads. */
  public static NeededImages of(IterationPlan plan, PreparedData data, ExamplesRead read) {
    if (!plan.generate().perPrompt()) {
      return new NeededImages(
          read.size(), rank -> new Image(read.example(rank), read.example(rank)));
    }
    TreeMap<Long, Integer> exampleOf = new TreeMap<>();
    for (int rank = 0; rank < read.size(); rank++) {
      int example = read.example(rank);
      exampleOf.putIfAbsent(key(plan, data, example), example);
    }
    List<Image> images =
        exampleOf.entrySet().stream().map(e -> new Image(e.getKey(), e.getValue())).toList();
    return new NeededImages(images.size(), images::get);
  }

  /** The key of an example's image, at least 0. */
  public static long key(IterationPlan plan, PreparedData data, int example) {
    return plan.generate().perPrompt()
        ? RandomStream.number(data.caption(example)) & Long.MAX_VALUE
        : example;
  }

  /**
   * An image.
   *
   * @param example whose caption it has
   */
  public record Image(long key, int example) {}

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The image with a rank in 0 to size - 1, in the order of their keys. */
  public Image image(int rank) {
    return byRank.apply(rank);
  }
}

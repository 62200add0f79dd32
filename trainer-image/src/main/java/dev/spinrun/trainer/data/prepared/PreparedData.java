package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.tensor.Shape;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A data set as the model sees it, as far as it is prepared: a latent and a caption per example.
 *
 * <p>In the place of an example that cannot be used stands the next one that can; behind the last
 * comes the first. Used by one thread at a time.
 */
public final class PreparedData implements AutoCloseable {
  private final List<PreparedSet> sets;
  private final PreparedIndex any;
  private final int size;
  private final BitSet unusable = new BitSet();

  /** The examples of these sets of one data set, of which there is at least one. */
  public PreparedData(List<PreparedSet> sets) {
    this.sets = List.copyOf(sets);
    this.any = sets.get(0).index();
    this.size = any.fileExamples().stream().mapToInt(Integer::intValue).sum();
    sets.forEach(set -> Arrays.stream(set.index().unusable()).forEach(unusable::set));
  }

  /** Number of examples of the data set, prepared or not. */
  public int size() {
    return size;
  }

  /** Number of examples that are prepared. */
  public int prepared() {
    return sets.stream().mapToInt(set -> set.index().examples().length).sum();
  }

  /** How many of the examples that were read cannot be used. */
  public int unusable() {
    return unusable.cardinality();
  }

  /** Examples that lie together: reading one makes its neighbours cheap. */
  public int partExamples() {
    return any.partNumbers();
  }

  /** Shape [C, H, W] of the latents. */
  public Shape latentShape() {
    return any.shape();
  }

  /** What is to be prepared before these examples can be read. */
  public BitSet lacking(BitSet examples) {
    BitSet lacking = new BitSet();
    examples.stream()
        .map(this::usable)
        .filter(example -> holder(example).isEmpty())
        .forEach(lacking::set);
    return lacking;
  }

  /** The example's latents will be asked for: their part may be brought in the background. */
  public void prefetch(int example) {
    holder(usable(example)).ifPresent(set -> set.prefetch(usable(example)));
  }

  /** The caption of an example. */
  public String caption(int example) {
    return of(example).caption(usable(example));
  }

  /** Scaled latent of an example's image, of the preferred one in a pair, row-major [C, H, W]. */
  public float[] latent(int example) {
    return of(example).latent(usable(example));
  }

  /** Scaled latent of a pair's rejected image, row-major [C, H, W]. */
  public float[] rejected(int example) {
    return of(example).rejected(usable(example));
  }

  private PreparedSet of(int example) {
    return holder(usable(example))
        .orElseThrow(
            () ->
                new InvalidDataException(
                    "Example %d was never prepared for this iteration.".formatted(example)));
  }

  private Optional<PreparedSet> holder(int example) {
    return sets.stream().filter(set -> set.holds(example)).findFirst();
  }

  private int usable(int example) {
    int next = unusable.nextClearBit(example);
    return next < size ? next : unusable.nextClearBit(0);
  }

  @Override
  public void close() {
    sets.forEach(PreparedSet::close);
  }
}

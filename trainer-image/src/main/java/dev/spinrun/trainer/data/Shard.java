package dev.spinrun.trainer.data;

/**
 * A contiguous share of numbered work: shares differ in size by at most one, and an empty one is
 * possible where there are more shards than work.
 *
 * @param begin first number
 * @param end behind the last
 */
public record Shard(int begin, int end) {
  /** Share number {@code shard} of {@code shards}. */
  public static Shard of(int size, int shard, int shards) {
    if (shard < 0 || shard >= shards) {
      throw new IllegalArgumentException("there is no shard %d of %d".formatted(shard, shards));
    }
    return new Shard(edge(size, shard, shards), edge(size, shard + 1, shards));
  }

  /** The shard in which a number lies. */
  public static int holding(int number, int size, int shards) {
    int guess = (int) ((long) number * shards / size);
    while (edge(size, guess, shards) > number) {
      guess--;
    }
    while (edge(size, guess + 1, shards) <= number) {
      guess++;
    }
    return guess;
  }

  private static int edge(int size, int shard, int shards) {
    return (int) ((long) size * shard / shards);
  }

  /** How many numbers lie in it. */
  public int size() {
    return end - begin;
  }
}

package dev.spinrun.contract.plan;

/**
 * What decides which examples of its data set an iteration's training reads: with the size of the
 * data set they are known before it begins.
 *
 * @param seed of their order
 * @param examples how many are read; one that is read twice counts twice
 */
public record Reading(int iteration, int seed, long examples) {
  /** Whether this reads whatever the other does. */
  public boolean covers(Reading other) {
    return iteration == other.iteration && seed == other.seed && examples >= other.examples;
  }

  /** Whether it reads every example of a data set of this size at least once. */
  public boolean readsAll(int size) {
    return examples >= size;
  }
}

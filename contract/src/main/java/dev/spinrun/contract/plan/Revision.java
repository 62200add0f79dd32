package dev.spinrun.contract.plan;

import org.jspecify.annotations.Nullable;

/**
 * Which version of an iteration's plan this is, once a training is repeated with other settings.
 *
 * @param number 0 for the plan that the iteration began with
 * @param amends revision whose plan it amends; its own number if its plan is frozen from the spec
 * @param continueFromAttempt training resumes from the checkpoints of this attempt and later ones,
 *     although they belong to another revision; absent to use those of this revision only
 */
public record Revision(int number, int amends, @Nullable Integer continueFromAttempt) {
  /** The plan that an iteration begins with. */
  public static final Revision FIRST = new Revision(0, 0, null);

  public Revision {
    if (number < 0 || amends < 0 || amends > number) {
      throw new IllegalArgumentException(
          "a revision has 0 <= amends <= number (was %d and %d)".formatted(amends, number));
    }
  }
}

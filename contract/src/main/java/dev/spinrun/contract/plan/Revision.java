package dev.spinrun.contract.plan;

import org.jspecify.annotations.Nullable;

/**
 * Which version of an iteration's plan this is, once a training is repeated with other settings.
 *
 * @param number 0 for the plan that the iteration began with
 * @param syntheticOf revision whose synthetic images are used: they do not depend on how a
 *     candidate learns
 * @param continueFromAttempt training resumes from the checkpoints of this attempt and later ones,
 *     although they belong to another revision; absent to use those of this revision only
 */
public record Revision(int number, int syntheticOf, @Nullable Integer continueFromAttempt) {
  /** The plan that an iteration begins with. */
  public static final Revision FIRST = new Revision(0, 0, null);

  public Revision {
    if (number < 0 || syntheticOf < 0 || syntheticOf > number) {
      throw new IllegalArgumentException(
          "a revision has 0 <= syntheticOf <= number (was %d and %d)"
              .formatted(syntheticOf, number));
    }
  }
}

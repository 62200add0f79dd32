package dev.spinrun.e2e.crash;

import dev.spinrun.e2e.edge.EffectGate.Passage;

/** Where an operator is stopped. */
record CrashPoint(String effect, Moment moment) {
  /** On which side of the effect. */
  @SuppressWarnings("ImmutableEnumChecker") // A record of a constant and a number.
  enum Moment {
    /** It has not happened. */
    BEFORE(Passage.REFUSED),
    /** It has happened, and nobody was told. */
    AFTER(Passage.REPLY_LOST);

    private final Passage passage;

    Moment(Passage passage) {
      this.passage = passage;
    }

    Passage passage() {
      return passage;
    }
  }

  @Override
  public String toString() {
    return (moment == Moment.BEFORE ? "before " : "after ") + effect;
  }
}

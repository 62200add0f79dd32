package dev.spinrun.trainer.train.optimizer;

/**
 * How much of the average each update keeps. Mirrors: diffusers 0.32 training_utils.py,
 * EMAModel.get_decay.
 *
 * @param last decay of late updates, at least 0 and below 1; 0 is without an average
 */
public record EmaDecay(double last, Course course) {
  public EmaDecay {
    if (!(last >= 0 && last < 1)) {
      throw new IllegalArgumentException(
          "The decay of an average must be at least 0 and below 1 (was " + last + ").");
    }
  }

  /** How the decay gets there. */
  public enum Course {
    /** It is the same from the first update on. */
    CONSTANT,
    /**
     * From 0, by (1 + s) / (10 + s) at the 0-based update s: the first weights are soon forgotten.
     */
    RISING
  }

  /** Whether there is an average at all. */
  public boolean isOn() {
    return last > 0;
  }

  /** The decay of a 0-based update. */
  double at(int update) {
    return switch (course) {
      case CONSTANT -> last;
      case RISING -> update == 0 ? 0 : Math.min(last, (1.0 + update) / (10 + update));
    };
  }
}

package dev.spinrun.trainer.train.optimizer;

/**
 * The factor that lifts gradients above the smallest numbers of fp16. Halved when one overflows,
 * whose step is left out; doubled after a long time without. Mirrors: torch 2.5 amp/grad_scaler.py.
 *
 * @param factor 1 where no scaling is needed
 * @param calmSteps since the factor last changed
 */
public record LossScale(double factor, int calmSteps) {
  private static final double FIRST = 65536;
  private static final int GROWTH_INTERVAL = 2000;

  /** For precisions of fp32's range. */
  public static final LossScale NONE = new LossScale(1, 0);

  /** For the first step in fp16. */
  public static LossScale first() {
    return new LossScale(FIRST, 0);
  }

  /** Whether a step may overflow and be left out. */
  public boolean mayShrink() {
    return factor > 1;
  }

  /** After a step whose gradients were finite. */
  public LossScale calm() {
    if (!mayShrink()) {
      return this;
    }
    return calmSteps + 1 < GROWTH_INTERVAL
        ? new LossScale(factor, calmSteps + 1)
        : new LossScale(factor * 2, 0);
  }

  /** After a step that overflowed. */
  public LossScale shrunk() {
    return new LossScale(Math.max(1, factor / 2), 0);
  }
}

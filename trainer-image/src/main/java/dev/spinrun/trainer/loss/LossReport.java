package dev.spinrun.trainer.loss;

/** What a batch's loss was made of. */
public sealed interface LossReport {
  /** The minimised value. */
  double loss();

  /** All numbers of the report, in the order of its fields. */
  double[] numbers();

  /** A report of the same kind with these numbers. */
  LossReport with(double[] numbers);

  /**
   * Of a preference loss, means over the pairs of the batch.
   *
   * @param preference the loss without its denoising term
   * @param accuracy share of pairs with u above 0
   * @param displacement m_w - r_w: how much worse than the reference the model denoises the
   *     preferred images. Healthy below 0.003, a collapse above 0.02, while loss and accuracy look
   *     fine in both
   */
  record PreferenceReport(
      double loss, double preference, double u, double accuracy, double displacement)
      implements LossReport {
    @Override
    public double[] numbers() {
      return new double[] {loss, preference, u, accuracy, displacement};
    }

    @Override
    public LossReport with(double[] n) {
      return new PreferenceReport(n[0], n[1], n[2], n[3], n[4]);
    }
  }

  /**
   * Of supervised fine-tuning: the mean squared error per element, weighted by timestep if asked.
   */
  record DenoisingReport(double loss) implements LossReport {
    @Override
    public double[] numbers() {
      return new double[] {loss};
    }

    @Override
    public LossReport with(double[] n) {
      return new DenoisingReport(n[0]);
    }
  }
}

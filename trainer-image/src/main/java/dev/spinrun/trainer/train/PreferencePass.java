package dev.spinrun.trainer.train;

import dev.spinrun.trainer.loss.DenoisingError;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.loss.PreferenceLoss;
import dev.spinrun.trainer.loss.PreferenceLoss.PairLoss;
import dev.spinrun.trainer.model.UNet;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;

/** Gradients of the preference loss; both images of all pairs go through each model in one call. */
final class PreferencePass implements GradientPass {
  private final UNet model;
  private final UNet reference;
  private final Preference objective;
  private final PreferenceLoss loss;
  private final DenoisingError error;
  private final Shape latent;
  private final Shape text;

  PreferencePass(
      Scope scope, UNet model, UNet reference, Preference objective, ExampleSource source) {
    this.model = model;
    this.reference = reference;
    this.objective = objective;
    this.loss = new PreferenceLoss(scope, objective);
    this.error = new DenoisingError(scope);
    this.latent = source.latentShape();
    this.text = source.textShape();
  }

  @Override
  public LossReport accumulate(int step, List<MicroBatch> parts) {
    Sums sums = new Sums();
    double share = 1.0 / parts.size();
    for (MicroBatch part : parts) {
      try (Scope scope = Scope.open()) {
        ModelInputs inputs = ModelInputs.upload(scope, part, latent, text);
        Tensor frozen;
        try (Scope forward = Scope.open()) {
          frozen = scope.keep(inputs.errors(forward, reference, error));
        }
        accumulate(step, scope, inputs, frozen, share, sums);
      }
    }
    return sums.report(objective.sftWeight());
  }

  private void accumulate(
      int step, Scope scope, ModelInputs inputs, Tensor frozen, double share, Sums sums) {
    PairLoss pairs;
    Tensor errors;
    try (GradientRecording recording = GradientRecording.start()) {
      errors = inputs.errors(scope, model, error);
      pairs = loss.of(scope, errors, frozen, share);
      requireFinite(step, pairs.scaled());
      pairs.scaled().backward();
    }
    sums.add(pairs, errors.toFloats(), frozen.toFloats());
  }

  static void requireFinite(int step, Tensor loss) {
    float value = loss.toFloat();
    if (!Float.isFinite(value)) {
      throw new DivergenceException(step, "its loss is " + value);
    }
  }

  /** Sums over the pairs of a batch. */
  private static final class Sums {
    private int pairs;
    private double preference;
    private double u;
    private double accurate;
    private double displacement;
    private double preferredError;

    void add(PairLoss loss, float[] model, float[] reference) {
      float[] margins = loss.u().toFloats();
      preference += loss.preference().toFloat() * (double) margins.length;
      for (int i = 0; i < margins.length; i++) {
        u += margins[i];
        accurate += margins[i] > 0 ? 1 : 0;
        displacement += (double) model[i] - reference[i];
        preferredError += model[i];
      }
      pairs += margins.length;
    }

    PreferenceReport report(double sftWeight) {
      return new PreferenceReport(
          (preference + sftWeight * preferredError) / pairs,
          preference / pairs,
          u / pairs,
          accurate / pairs,
          displacement / pairs);
    }
  }
}

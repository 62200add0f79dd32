package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.loss.PreferenceLoss;
import dev.spinrun.trainer.loss.PreferenceLoss.PairLoss;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;

/** Gradients of the preference loss; both images of all pairs go through each model in one call. */
public final class PreferencePass extends GradientPass {
  private final UNet reference;
  private final Preference objective;
  private final PreferenceLoss loss;

  /** Its tensors live as long as the scope. */
  public PreferencePass(
      Scope scope,
      UNet reference,
      Preference objective,
      ExampleSource source,
      Activations activations) {
    super(scope, source, activations);
    this.reference = reference;
    this.objective = objective;
    this.loss = new PreferenceLoss(scope, objective);
  }

  @Override
  BatchLoss begin() {
    return new Sums();
  }

  /** Sums over the pairs of a batch. */
  private final class Sums implements BatchLoss {
    private int pairs;
    private double preference;
    private double u;
    private double accurate;
    private double displacement;
    private double preferredError;

    @Override
    public MicroBatchLoss begin(Scope scope, ModelInputs inputs) {
      Tensor frozen;
      try (Scope forward = Scope.open()) {
        frozen = scope.keep(inputs.errors(forward, reference, error));
      }
      return (predicted, factor) -> {
        Tensor errors = error.of(scope, predicted, inputs.target());
        PairLoss pairLoss = loss.of(scope, errors, frozen, factor);
        add(pairLoss, errors.toFloats(), frozen.toFloats());
        return pairLoss.scaled();
      };
    }

    private void add(PairLoss pairLoss, float[] model, float[] reference) {
      float[] margins = pairLoss.u().toFloats();
      preference += pairLoss.preference().toFloat() * (double) margins.length;
      for (int i = 0; i < margins.length; i++) {
        u += margins[i];
        accurate += margins[i] > 0 ? 1 : 0;
        displacement += (double) model[i] - reference[i];
        preferredError += model[i];
      }
      pairs += margins.length;
    }

    @Override
    public LossReport report() {
      return new PreferenceReport(
          (preference + objective.sftWeight() * preferredError) / pairs,
          preference / pairs,
          u / pairs,
          accurate / pairs,
          displacement / pairs);
    }
  }
}

package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.loss.DenoisingError;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.loss.PreferenceLoss;
import dev.spinrun.trainer.loss.PreferenceLoss.PairLoss;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.RecordedPass;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/** Gradients of the preference loss; both images of all pairs go through each model in one call. */
public final class PreferencePass implements GradientPass {
  private final UNet reference;
  private final Preference objective;
  private final PreferenceLoss loss;
  private final DenoisingError error;
  private final Shape latent;
  private final Shape text;
  private final Activations activations;

  /** Its tensors live as long as the scope. */
  public PreferencePass(
      Scope scope,
      UNet reference,
      Preference objective,
      ExampleSource source,
      Activations activations) {
    this.reference = reference;
    this.objective = objective;
    this.loss = new PreferenceLoss(scope, objective);
    this.error = new DenoisingError(scope);
    this.latent = source.latentShape();
    this.text = source.textShape();
    this.activations = activations;
  }

  @Override
  public LossReport accumulate(
      int step, UNet model, List<MicroBatch> parts, double scale, Consumer<List<String>> finished) {
    Sums sums = new Sums();
    double share = scale / parts.size();
    for (int i = 0; i < parts.size(); i++) {
      MicroBatch part = parts.get(i);
      boolean isLast = i == parts.size() - 1;
      try (Scope scope = Scope.open()) {
        ModelInputs inputs = ModelInputs.upload(scope, part, latent, text);
        Tensor errors;
        try (Scope forward = Scope.open()) {
          errors = scope.keep(inputs.errors(forward, reference, error));
        }
        RecordedPass forward = inputs.record(scope, model, activations);
        Tensor gradient =
            differentiate(step, scope, forward, new Frozen(inputs, errors), share, sums);
        forward.backward(gradient, isLast ? finished : names -> {});
      }
    }
    return sums.report(objective.sftWeight());
  }

  /** The derivative of the loss with respect to the predictions. */
  private Tensor differentiate(
      int step, Scope scope, RecordedPass forward, Frozen frozen, double share, Sums sums) {
    Tensor predicted = forward.output().leaf(scope);
    try (GradientRecording recording = GradientRecording.start()) {
      Tensor errors = error.of(scope, predicted, frozen.inputs().target());
      PairLoss pairs = loss.of(scope, errors, frozen.errors(), share);
      DivergenceException.unlessFinite(step, pairs.scaled());
      pairs.scaled().backward();
      sums.add(pairs, errors.toFloats(), frozen.errors().toFloats());
    }
    return predicted.gradient(scope);
  }

  /** A micro-batch with the errors of the reference. */
  private record Frozen(ModelInputs inputs, Tensor errors) {}

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

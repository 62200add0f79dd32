package dev.spinrun.trainer.train;

import dev.spinrun.trainer.loss.DenoisingError;
import dev.spinrun.trainer.loss.DenoisingError.DenoisingLoss;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.DenoisingReport;
import dev.spinrun.trainer.model.UNet;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import java.util.List;

/** Gradients of the denoising loss of real images. */
final class DenoisingPass implements GradientPass {
  private final UNet model;
  private final DenoisingError error;
  private final Shape latent;
  private final Shape text;

  DenoisingPass(Scope scope, UNet model, ExampleSource source) {
    this.model = model;
    this.error = new DenoisingError(scope);
    this.latent = source.latentShape();
    this.text = source.textShape();
  }

  @Override
  public LossReport accumulate(int step, List<MicroBatch> parts) {
    double sum = 0;
    double share = 1.0 / parts.size();
    for (MicroBatch part : parts) {
      try (Scope scope = Scope.open();
          GradientRecording recording = GradientRecording.start()) {
        ModelInputs inputs = ModelInputs.upload(scope, part, latent, text);
        DenoisingLoss loss = error.loss(scope, inputs.errors(scope, model, error), share);
        PreferencePass.requireFinite(step, loss.scaled());
        loss.scaled().backward();
        sum += loss.loss().toFloat();
      }
    }
    return new DenoisingReport(sum * share);
  }
}

package dev.spinrun.trainer.train;

import dev.spinrun.trainer.diffusion.NoiseSchedule;
import dev.spinrun.trainer.loss.DenoisingError;
import dev.spinrun.trainer.loss.DenoisingError.DenoisingLoss;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.DenoisingReport;
import dev.spinrun.trainer.loss.Objective.Denoising;
import dev.spinrun.trainer.model.UNet;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;

/** Gradients of the denoising loss of real images. */
final class DenoisingPass implements GradientPass {
  private final UNet model;
  private final NoiseSchedule schedule;
  private final Denoising objective;
  private final DenoisingError error;
  private final Shape latent;
  private final Shape text;

  DenoisingPass(
      Scope scope, UNet model, NoiseSchedule schedule, Denoising objective, ExampleSource source) {
    this.model = model;
    this.schedule = schedule;
    this.objective = objective;
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
        Tensor errors = inputs.errors(scope, model, error);
        DenoisingLoss loss = error.loss(scope, errors, weights(scope, part.timesteps()), share);
        PreferencePass.requireFinite(step, loss.scaled());
        loss.scaled().backward();
        sum += loss.loss().toFloat();
      }
    }
    return new DenoisingReport(sum * share);
  }

  private Tensor weights(Scope scope, float[] timesteps) {
    float[] weights = new float[timesteps.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) objective.weight(schedule, (int) timesteps[i]);
    }
    return scope.floats(weights, Shape.of(weights.length));
  }
}

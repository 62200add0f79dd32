package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.loss.DenoisingError;
import dev.spinrun.trainer.loss.DenoisingError.DenoisingLoss;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.DenoisingReport;
import dev.spinrun.trainer.loss.Objective.Denoising;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.RecordedPass;
import dev.spinrun.trainer.tensor.GradientRecording;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;

/** Gradients of the denoising loss of real images. */
public final class DenoisingPass implements GradientPass {
  private final NoiseSchedule schedule;
  private final Denoising objective;
  private final DenoisingError error;
  private final Shape latent;
  private final Shape text;
  private final Activations activations;

  /** Its tensors live as long as the scope. */
  public DenoisingPass(
      Scope scope,
      NoiseSchedule schedule,
      Denoising objective,
      ExampleSource source,
      Activations activations) {
    this.schedule = schedule;
    this.objective = objective;
    this.error = new DenoisingError(scope);
    this.latent = source.latentShape();
    this.text = source.textShape();
    this.activations = activations;
  }

  @Override
  public LossReport accumulate(
      int step, UNet model, List<MicroBatch> parts, double scale, Consumer<List<String>> finished) {
    double sum = 0;
    double share = scale / parts.size();
    for (int i = 0; i < parts.size(); i++) {
      MicroBatch part = parts.get(i);
      boolean isLast = i == parts.size() - 1;
      try (Scope scope = Scope.open()) {
        ModelInputs inputs = ModelInputs.upload(scope, part, latent, text);
        RecordedPass forward = inputs.record(scope, model, activations);
        Tensor predicted = forward.output().leaf(scope);
        try (GradientRecording recording = GradientRecording.start()) {
          Tensor errors = error.of(scope, predicted, inputs.target());
          DenoisingLoss loss = error.loss(scope, errors, weights(scope, part.timesteps()), share);
          DivergenceException.unlessFinite(step, loss.scaled());
          loss.scaled().backward();
          sum += loss.loss().toFloat();
        }
        forward.backward(predicted.gradient(scope), isLast ? finished : names -> {});
      }
    }
    return new DenoisingReport(sum / parts.size());
  }

  private Tensor weights(Scope scope, float[] timesteps) {
    float[] weights = new float[timesteps.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) objective.weight(schedule, (int) timesteps[i]);
    }
    return scope.floats(weights, Shape.of(weights.length));
  }
}

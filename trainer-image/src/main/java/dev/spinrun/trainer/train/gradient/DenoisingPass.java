package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.loss.DenoisingError.DenoisingLoss;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.DenoisingReport;
import dev.spinrun.trainer.loss.Objective.Denoising;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;

/** Gradients of the denoising loss of real images. */
public final class DenoisingPass extends GradientPass {
  private final NoiseSchedule schedule;
  private final Denoising objective;

  /** Its tensors live as long as the scope. */
  public DenoisingPass(
      Scope scope,
      NoiseSchedule schedule,
      Denoising objective,
      ExampleSource source,
      Activations activations) {
    super(scope, source, activations);
    this.schedule = schedule;
    this.objective = objective;
  }

  @Override
  BatchLoss begin() {
    return new Sum();
  }

  private final class Sum implements BatchLoss {
    private double losses;
    private int parts;

    @Override
    public MicroBatchLoss begin(Scope scope, ModelInputs inputs) {
      Tensor weights = weights(scope, inputs.timesteps());
      return (predicted, factor) -> {
        Tensor errors = error.of(scope, predicted, inputs.target());
        DenoisingLoss loss = error.loss(scope, errors, weights, factor);
        losses += loss.loss().toFloat();
        parts++;
        return loss.scaled();
      };
    }

    @Override
    public LossReport report() {
      return new DenoisingReport(losses / parts);
    }
  }

  private Tensor weights(Scope scope, float[] timesteps) {
    float[] weights = new float[timesteps.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) objective.weight(schedule, (int) timesteps[i]);
    }
    return scope.floats(weights, Shape.of(weights.length));
  }
}

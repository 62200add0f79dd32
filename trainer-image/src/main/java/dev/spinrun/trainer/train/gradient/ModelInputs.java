package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.loss.DenoisingError;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.RecordedPass;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;

/** A micro-batch in native memory. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ModelInputs(Tensor noisy, Tensor target, float[] timesteps, Tensor text) {
  /**
   * Copies a micro-batch.
   *
   * @param latent shape [C, H, W] of one latent
   * @param textShape [L, D] of one text
   */
  static ModelInputs upload(Scope scope, MicroBatch part, Shape latent, Shape textShape) {
    Shape images = Shape.of(part.images(), latent.dim(0), latent.dim(1), latent.dim(2));
    return new ModelInputs(
        scope.floats(part.noisy(), images),
        scope.floats(part.target(), images),
        part.timesteps(),
        scope.floats(part.text(), Shape.of(part.images(), textShape.dim(0), textShape.dim(1))));
  }

  /** The predictions of a model for these images, to be followed by a backward pass. */
  RecordedPass record(Scope scope, UNet model, Activations activations) {
    return model.record(scope, noisy, timesteps, text, activations);
  }

  /** The mean squared error of a model per image. */
  Tensor errors(Scope scope, UNet model, DenoisingError error) {
    return error.of(scope, model.predict(scope, noisy, timesteps, text), target);
  }
}

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
   * Copies a micro-batch, and has its captions embedded.
   *
   * @param source of its examples
   */
  static ModelInputs upload(Scope scope, MicroBatch part, ExampleSource source) {
    Shape images = source.latentShape().prepend(part.images());
    Tensor texts = source.embed(scope, part.tokens());
    return new ModelInputs(
        scope.floats(part.noisy(), images),
        scope.floats(part.target(), images),
        part.timesteps(),
        texts.repeated(scope, part.images() / part.tokens().size()));
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

package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.trainer.diffusion.picture.PictureCodec;
import dev.spinrun.trainer.diffusion.random.PictureNoise;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.function.Function;

/**
 * The noise of pictures that are drawn together.
 *
 * @param shape [C, H, W] of each latent
 */
public record BatchNoise(List<? extends PictureNoise> pictures, Shape shape) {
  /** What the draw begins with, [B, C, H, W], in the given scope. */
  Tensor initial(Scope scope) {
    return upload(scope, noise -> noise.initial(shape));
  }

  /** What a random sampler adds in a step, [B, C, H, W], in the given scope. */
  Tensor ofStep(Scope scope, int step) {
    return upload(scope, noise -> noise.ofStep(step, shape));
  }

  private Tensor upload(Scope scope, Function<PictureNoise, float[]> rows) {
    return scope.floats(
        PictureCodec.join(pictures.stream().map(rows).toList()),
        PictureCodec.batchOf(pictures.size(), shape));
  }
}

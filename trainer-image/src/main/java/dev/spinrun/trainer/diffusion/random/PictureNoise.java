package dev.spinrun.trainer.diffusion.random;

import dev.spinrun.trainer.tensor.Shape;

/** The normal noise of one picture: it depends on neither batch nor shard. */
public interface PictureNoise {
  /** What the picture begins with, row-major in the given shape. */
  float[] initial(Shape shape);

  /** What a random sampler adds in a 0-based step, row-major in the given shape. */
  float[] ofStep(int step, Shape shape);
}

package dev.spinrun.trainer.diffusion.random;

import dev.spinrun.trainer.tensor.Shape;

/**
 * Noise that is found again from a few words about its picture.
 *
 * @param index of the picture among those of the same prompt and seed
 */
public record SeededNoise(long seed, String prompt, int index) implements PictureNoise {
  private static final long INITIAL = RandomStream.number("initial latents");
  private static final long STEP = RandomStream.number("sampler step");

  @Override
  public float[] initial(Shape shape) {
    return RandomStream.of(seed, INITIAL, RandomStream.number(prompt), index)
        .normals(Math.toIntExact(shape.elements()));
  }

  @Override
  public float[] ofStep(int step, Shape shape) {
    return RandomStream.of(seed, STEP, RandomStream.number(prompt), index, step)
        .normals(Math.toIntExact(shape.elements()));
  }
}

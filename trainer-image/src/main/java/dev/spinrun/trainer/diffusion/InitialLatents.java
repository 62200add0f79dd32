package dev.spinrun.trainer.diffusion;

import dev.spinrun.trainer.tensor.Shape;

/** The noise that a picture begins with: it depends on neither batch nor shard. */
public final class InitialLatents {
  private static final long PURPOSE = RandomStream.number("initial latents");

  private InitialLatents() {}

  /**
   * Normal noise, row-major in the given shape.
   *
   * @param index of the picture among those of the same prompt and seed
   */
  public static float[] of(long seed, String prompt, int index, Shape shape) {
    return RandomStream.of(seed, PURPOSE, RandomStream.number(prompt), index)
        .normals(Math.toIntExact(shape.elements()));
  }
}

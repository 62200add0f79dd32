package dev.spinrun.trainer.diffusion;

import dev.spinrun.trainer.diffusion.random.PictureNoise;
import dev.spinrun.trainer.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Noise that another program drew, for samplers that draw none of their own. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredNoise(float[] numbers) implements PictureNoise {
  /** The noise of several pictures whose numbers follow each other. */
  public static List<StoredNoise> rows(float[] all, Shape shape) {
    int row = (int) shape.elements();
    List<StoredNoise> rows = new ArrayList<>();
    for (int begin = 0; begin < all.length; begin += row) {
      rows.add(new StoredNoise(Arrays.copyOfRange(all, begin, begin + row)));
    }
    return rows;
  }

  @Override
  public float[] initial(Shape shape) {
    return numbers;
  }

  @Override
  public float[] ofStep(int step, Shape shape) {
    throw new AssertionError("a deterministic sampler asked for the noise of step " + step);
  }
}

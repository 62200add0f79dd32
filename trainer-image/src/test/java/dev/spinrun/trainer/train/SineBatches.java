package dev.spinrun.trainer.train;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.clip.TextEncoder;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import dev.spinrun.trainer.train.gradient.MicroBatch;
import java.util.Arrays;
import java.util.List;

/**
 * The batches of golden/train3.json and golden/trajectory.json, by formulas: two pairs of latents
 * sin(0.11 j) and cos(0.13 j), noise sqrt(2) sin(0.37 j + 0.5 + step), and two stored prompts.
 */
public final class SineBatches implements ExampleSource {
  static final int PAIRS = 2;
  public static final Shape LATENT = Shape.of(4, 8, 8);
  private static final Shape TEXT = Shape.of(16, 32);
  private static final int ELEMENTS = 256;

  private final double[] alphaBar =
      Golden.open("schedule.safetensors").doubles("alphas_cumprod_f64");
  private final float[] text = texts();

  /** The batch of a 0-based step at these timesteps, one of each pair. */
  public MicroBatch of(int step, int... timesteps) {
    int size = PAIRS * ELEMENTS;
    float[] noise =
        Golden.fill(Shape.of(size), j -> Math.sqrt(2) * Math.sin(0.37 * j + 0.5 + step));
    float[] noisy = new float[2 * size];
    float[] target = new float[2 * size];
    for (int j = 0; j < 2 * size; j++) {
      int inHalf = j % size;
      double ab = alphaBar[timesteps[inHalf / ELEMENTS]];
      double latent = j < size ? Math.sin(0.11 * inHalf) : Math.cos(0.13 * inHalf);
      noisy[j] = (float) (Math.sqrt(ab) * latent + Math.sqrt(1 - ab) * noise[inHalf]);
      target[j] = noise[inHalf];
    }
    float[] twice = {timesteps[0], timesteps[1], timesteps[0], timesteps[1]};
    return new MicroBatch(2 * PAIRS, noisy, target, twice, List.of(new int[] {0}, new int[] {1}));
  }

  /** Embeddings of both prompts. */
  private static float[] texts() {
    long[] ids = Golden.open("text_io.safetensors").longs("input_ids");
    int[] narrow = Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    try (Scope scope = Scope.open()) {
      return TextEncoder.load(scope, Golden.path("tiny_pipeline/text_encoder"))
          .encode(
              scope, List.of(Arrays.copyOfRange(narrow, 0, 16), Arrays.copyOfRange(narrow, 16, 32)))
          .toFloats();
    }
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public Shape latentShape() {
    return LATENT;
  }

  @Override
  public int[] emptyTokens() {
    throw new AssertionError("batches come from the test");
  }

  /** Both prompts, which is what a batch has. */
  @Override
  public Tensor embed(Scope scope, List<int[]> tokens) {
    return scope.floats(text, TEXT.prepend(PAIRS));
  }

  @Override
  public Example load(int index) {
    throw new AssertionError("batches come from the test");
  }
}

package dev.spinrun.trainer.check.sample;

import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.tensor.EagerMath;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Noise in the place of latents and texts, kept in memory: reading data is not measured. It is the
 * same on every machine. A caption's only token is the index of its text.
 */
public final class NoisePairs implements ExampleSource {
  private static final int EXAMPLES = 64;

  private final Shape latent;
  private final Shape text;
  private final List<Example> examples;
  private final List<float[]> texts;

  /**
   * Pairs of latents with their texts.
   *
   * @param latent shape [C, H, W]
   * @param text shape [L, D]
   */
  public NoisePairs(Shape latent, Shape text) {
    this.latent = latent;
    this.text = text;
    examples =
        IntStream.range(0, EXAMPLES)
            .mapToObj(i -> new Example(normals(0, i, latent), normals(1, i, latent), new int[] {i}))
            .toList();
    texts = IntStream.range(0, EXAMPLES).mapToObj(i -> normals(2, i, text)).toList();
  }

  /** Normal numbers that fill this shape; others for another purpose or index. */
  public static float[] normals(int purpose, int index, Shape shape) {
    return RandomStream.of(purpose, index).normals(Math.toIntExact(shape.elements()));
  }

  @Override
  public int size() {
    return EXAMPLES;
  }

  @Override
  public Shape latentShape() {
    return latent;
  }

  @Override
  public int[] emptyTokens() {
    return new int[] {0};
  }

  @Override
  public Tensor embed(Scope scope, List<int[]> tokens) {
    List<Tensor> rows =
        tokens.stream().map(t -> scope.floats(texts.get(t[0]), text.prepend(1))).toList();
    return new EagerMath(scope).concatenate(rows, 0);
  }

  @Override
  public Example load(int index) {
    return examples.get(index);
  }
}

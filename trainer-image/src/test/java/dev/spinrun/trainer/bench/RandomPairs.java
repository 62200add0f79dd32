package dev.spinrun.trainer.bench;

import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.Embeddings;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import java.util.List;
import java.util.stream.IntStream;

/** Noise in the place of latents and texts, kept in memory: reading data is not measured. */
final class RandomPairs implements ExampleSource {
  private static final int EXAMPLES = 64;

  private final Shape latent;
  private final Shape text;
  private final List<Example> examples;
  private final List<float[]> texts;

  RandomPairs(Workload workload) {
    latent = workload.latentShape();
    text = workload.textShape();
    examples =
        IntStream.range(0, EXAMPLES)
            .mapToObj(i -> new Example(normals(0, i, latent), normals(1, i, latent), new int[] {i}))
            .toList();
    texts = IntStream.range(0, EXAMPLES).mapToObj(i -> normals(2, i, text)).toList();
  }

  static float[] normals(int purpose, int index, Shape shape) {
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
    return Embeddings.rows(scope, text, tokens, texts::get);
  }

  @Override
  public Example load(int index) {
    return examples.get(index);
  }
}

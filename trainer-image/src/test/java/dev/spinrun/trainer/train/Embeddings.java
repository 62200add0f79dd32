package dev.spinrun.trainer.train;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.function.IntFunction;

/** Embeddings without an encoder: a caption is one token, and the token chooses the row. */
public final class Embeddings {
  private Embeddings() {}

  /**
   * A row for each caption.
   *
   * @param text shape [L, D] of a row
   * @param ofToken the numbers of a token
   */
  public static Tensor rows(
      Scope scope, Shape text, List<int[]> tokens, IntFunction<float[]> ofToken) {
    int row = Math.toIntExact(text.elements());
    float[] all = new float[tokens.size() * row];
    for (int i = 0; i < tokens.size(); i++) {
      System.arraycopy(ofToken.apply(tokens.get(i)[0]), 0, all, i * row, row);
    }
    return scope.floats(all, text.prepend(tokens.size()));
  }
}

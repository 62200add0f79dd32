package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.io.IOException;
import java.util.List;

/**
 * The examples of an iteration. Examples are asked for by one thread, which is not the one that
 * computes; that one has their captions embedded.
 */
public interface ExampleSource {
  /** Number of examples, at least 1. */
  int size();

  /** Shape [C, H, W] of every latent. */
  Shape latentShape();

  /** Ids of the empty prompt's tokens. */
  int[] emptyTokens();

  /**
   * Embeds captions. Embeddings are not stored: they would take almost four times the space of the
   * latents, and computing them adds 0.2 % to the work on a pair.
   *
   * @param tokens ids of each caption's tokens, L for each
   * @return [captions, L, D]
   */
  Tensor embed(Scope scope, List<int[]> tokens);

  /**
   * Examples are read fastest in runs of so many with neighbouring indices, counted from 0 on.
   * Where all are at hand, as many as there are.
   */
  default int neighbours() {
    return size();
  }

  /** The example will be asked for in a while. */
  default void prefetch(int index) {}

  /** The example with an index in 0..size-1, always the same. */
  Example load(int index) throws IOException;
}

package dev.spinrun.trainer.train.gradient;

import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;

/** The examples of an iteration. Called by one thread, which is not the one that computes. */
public interface ExampleSource {
  /** Number of examples, at least 1. */
  int size();

  /** Shape [C, H, W] of every latent. */
  Shape latentShape();

  /** Shape [L, D] of every text embedding. */
  Shape textShape();

  /** Embedding of the empty prompt, row-major [L, D]. */
  float[] emptyText();

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

package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** A layer with parameters; the name is the prefix of their names in a checkpoint. */
public sealed interface Layer {
  /** Prefix of the parameter names, without the last dot. */
  String name();

  /** Name and shape of each parameter, in the order of the checkpoint. */
  Map<String, Shape> parameters();

  /** Square kernel [out, in, kernel, kernel] over [B, in, H, W], zero padding on all sides. */
  record Conv2d(String name, int in, int out, int kernel, int stride, int padding, Bias bias)
      implements Layer {
    /** A convolution with bias that keeps height and width. */
    public static Conv2d same(String name, int in, int out, int kernel) {
      return new Conv2d(name, in, out, kernel, 1, kernel / 2, Bias.ADDED);
    }

    @Override
    public Map<String, Shape> parameters() {
      return affine(name, Shape.of(out, in, kernel, kernel), Shape.of(out), bias);
    }
  }

  /**
   * Matrix [out, in] over the last dimension, to which the product of two matrices of a low rank
   * may be added. Source: Hu et al., arXiv 2106.09685 (LoRA), with alpha equal to the rank; names
   * of PEFT 0.14.
   *
   * @param rank of the added matrices; 0 for none
   */
  record Linear(String name, int in, int out, Bias bias, int rank) implements Layer {
    /** A linear layer with bias. */
    public static Linear of(String name, int in, int out) {
      return new Linear(name, in, out, Bias.ADDED, 0);
    }

    /** A linear layer without bias. */
    public static Linear withoutBias(String name, int in, int out) {
      return new Linear(name, in, out, Bias.NONE, 0);
    }

    /** The same layer with an adapter of this rank. */
    public Linear adapted(int byRank) {
      return new Linear(name, in, out, bias, byRank);
    }

    /** Name of the adapter's first matrix, [rank, in]. */
    public String down() {
      return name + ".lora_A.weight";
    }

    /** Name of the adapter's second matrix, [out, rank]. */
    public String up() {
      return name + ".lora_B.weight";
    }

    @Override
    public Map<String, Shape> parameters() {
      Map<String, Shape> parameters = affine(name, Shape.of(out, in), Shape.of(out), bias);
      if (rank > 0) {
        parameters.put(down(), Shape.of(rank, in));
        parameters.put(up(), Shape.of(out, rank));
      }
      return parameters;
    }
  }

  /** Normalises groups of channels of [B, channels, H, W] over space, then scales and shifts. */
  record GroupNorm(String name, int groups, int channels, double epsilon) implements Layer {
    @Override
    public Map<String, Shape> parameters() {
      return affine(name, Shape.of(channels), Shape.of(channels), Bias.ADDED);
    }
  }

  /** Normalises over the last dimension, then scales and shifts. */
  record LayerNorm(String name, int width, double epsilon) implements Layer {
    @Override
    public Map<String, Shape> parameters() {
      return affine(name, Shape.of(width), Shape.of(width), Bias.ADDED);
    }
  }

  /** A table [rows, width] that is read by row. */
  record Embedding(String name, int rows, int width) implements Layer {
    @Override
    public Map<String, Shape> parameters() {
      return Map.of(name + ".weight", Shape.of(rows, width));
    }
  }

  /** A bare parameter under its own name. */
  record Parameter(String name, Shape shape) implements Layer {
    @Override
    public Map<String, Shape> parameters() {
      return Map.of(name, shape);
    }
  }

  /** Whether an affine layer adds a bias. */
  enum Bias {
    ADDED,
    NONE
  }

  /** Name of this layer's weight in a checkpoint. */
  default String weight() {
    return name() + ".weight";
  }

  /** Name of this layer's bias in a checkpoint (the additive parameter). */
  default String shift() {
    return name() + ".bias";
  }

  private static Map<String, Shape> affine(String name, Shape weight, Shape bias, Bias presence) {
    Map<String, Shape> parameters = new LinkedHashMap<>();
    parameters.put(name + ".weight", weight);
    if (presence == Bias.ADDED) {
      parameters.put(name + ".bias", bias);
    }
    return parameters;
  }
}

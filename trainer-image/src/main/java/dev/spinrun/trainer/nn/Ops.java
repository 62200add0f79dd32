package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Embedding;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.LayerNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Layer.Parameter;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The vocabulary of a network. A model is written once over it; what a value of type T is, decides
 * the back-end: an array, a variable of a script, or only a shape.
 *
 * <p>Letters: B batch, C channels, H height, W width, L sequence length, D width of a row.
 */
public interface Ops<T> {
  T conv2d(T xBCHW, Conv2d layer);

  T linear(T x, Linear layer);

  T groupNorm(T xBCHW, GroupNorm layer);

  T layerNorm(T x, LayerNorm layer);

  /** x sigmoid(x). */
  T silu(T x);

  /** x Phi(x) with the exact normal distribution function. */
  T gelu(T x);

  /** x sigmoid(1.702 x), the activation of OpenAI's CLIP. */
  T quickGelu(T x);

  /** The first half of the last dimension times the gelu of the second half. */
  T geglu(T x);

  T add(T a, T b);

  /** Adds a number per sample and channel to all places of an image. */
  T addPerChannel(T xBCHW, T yBC);

  /** Channels of a, then channels of b. */
  T concatChannels(T aBCHW, T bBCHW);

  /** Doubles height and width by repeating the nearest element. */
  T upsample(T xBCHW);

  /** Appends a column and a row of zeros on the right and at the bottom. */
  T padRightBottom(T xBCHW);

  /** Softmax attention with scale 1/sqrt(width of a head); heads are slices of D. */
  T attention(T queryBLD, T keyBMD, T valueBMD, int heads, Mask mask);

  /** [B, C, H, W] to [B, H W, C]. */
  T toSequence(T xBCHW);

  /** [B, H W, C] to the shape [B, C, H, W] of another value. */
  T toImage(T xBLC, T likeBCHW);

  /** Rows of a table for integer ids [B, L]. */
  T embed(T idsBL, Embedding table);

  /** Adds row l of a table to position l. */
  T addPositions(T xBLD, Embedding table);

  /** Puts one learned row [D] before each sequence. */
  T prependRow(T xBLD, Parameter row);

  /** Row indexB[b] of sequence b, as [B, D]. */
  T pickRow(T xBLD, T indexB);

  /** Divides each row by its Euclidean norm. */
  T normalize(T xBD);

  /** The same numbers in fp32, whatever the network computes in. */
  T full(T x);

  /**
   * A part of the network that is compiled as a whole. It has one result; a value that several
   * blocks read must be the result of one.
   *
   * @param name the path of the module in diffusers
   */
  T block(String name, List<T> inputs, BiFunction<Ops<T>, List<T>, T> body);

  /**
   * A block whose backward pass needs hardly more than its inputs: what is recorded of it stays in
   * memory even where {@link Activations#RECOMPUTED} has other blocks computed again.
   */
  default T lightBlock(String name, List<T> inputs, BiFunction<Ops<T>, List<T>, T> body) {
    return block(name, inputs, body);
  }

  /** Which keys a query sees. */
  enum Mask {
    /** All of them. */
    NONE,
    /** Those at its own place and before. */
    CAUSAL
  }
}

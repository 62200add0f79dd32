package dev.spinrun.trainer.nn.memory;

import dev.spinrun.trainer.nn.DeclaringOps;
import dev.spinrun.trainer.nn.Layer;
import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Embedding;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.LayerNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Layer.Parameter;
import dev.spinrun.trainer.nn.Ops;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Ops over amounts of memory. What an operation keeps is what the scripts of {@code BlockEmitter}
 * make autograd keep. Source: torch 2.5, tools/autograd/derivatives.yaml; held to that by values
 * from PyTorch.
 */
final class MemoryOps implements Ops<Held> {
  private static final int FULL = Float.BYTES;

  private final DeclaringOps shapes = new DeclaringOps();
  private final BlockList blocks = new BlockList();
  private final Precision precision;
  private final Predicate<String> trained;
  private BlockTape tape = new BlockTape();
  private boolean isInside;

  /**
   * A pass that records what it does.
   *
   * @param trained tells weights that collect a gradient by their names
   */
  MemoryOps(Precision precision, Predicate<String> trained) {
    this.precision = precision;
    this.trained = trained;
  }

  List<BlockMemory> blocks(Held result) {
    return blocks.finish(result);
  }

  @Override
  public Held conv2d(Held x, Conv2d layer) {
    Held input = narrow(x);
    Held kernel = weight(layer, layer.weight());
    bias(layer, layer.bias());
    Held result = Held.of(shapes.conv2d(x.shape(), layer), precision.bytes(), any(x, kernel));
    // oneDNN brings all three into an order of its own; cuDNN does so with halves.
    long kernelBytes = kernel.shape().elements() * precision.bytes();
    long scratch = input.storage().bytes() + result.storage().bytes() + kernelBytes;
    tape.add(List.of(input, kernel), result, scratch);
    return keeping(result, input, kernel);
  }

  @Override
  public Held linear(Held x, Linear layer) {
    Held input = narrow(x);
    bias(layer, layer.bias());
    Held product = product(input, layer, layer.weight(), shapes.linear(x.shape(), layer));
    if (layer.rank() == 0) {
      return product;
    }
    Held low = product(input, layer, layer.down(), x.shape().with(-1, layer.rank()));
    return add(product, product(low, layer, layer.up(), product.shape()));
  }

  /** Of the two factors each is kept for the other one's gradient. */
  private Held product(Held x, Linear layer, String name, Shape shape) {
    Held matrix = weight(layer, name);
    Held result = result(shape, precision.bytes(), x, matrix);
    if (matrix.tracked()) {
      tape.keep(x);
    }
    if (x.tracked()) {
      tape.keep(matrix);
    }
    return result;
  }

  /** A weight as it is used: of one that is trained a narrower copy is made each time. */
  private Held weight(Layer layer, String name) {
    boolean isTrained = trained.test(name);
    Shape shape = Objects.requireNonNull(layer.parameters().get(name));
    boolean isCopied = isTrained && precision.isHalf();
    if (isTrained) {
      tape.train(shape.elements() * FULL);
    }
    return new Held(
        shape,
        precision.bytes(),
        isTrained,
        isCopied ? Held.of(shape, precision.bytes(), true).storage() : new Held.Storage(0));
  }

  /** No operation keeps it. */
  private void bias(Layer layer, Bias presence) {
    if (presence == Bias.ADDED) {
      weight(layer, layer.shift());
    }
  }

  private Held narrow(Held x) {
    return cast(x, precision.bytes());
  }

  private Held widen(Held x) {
    return cast(x, FULL);
  }

  private Held cast(Held x, int width) {
    return x.width() == width ? x : result(x.shape(), width, x);
  }

  @Override
  public Held groupNorm(Held x, GroupNorm layer) {
    return norm(
        widen(x), layer, shapes.groupNorm(x.shape(), layer), x.shape().dim(0) * layer.groups());
  }

  @Override
  public Held layerNorm(Held x, LayerNorm layer) {
    return norm(
        widen(x), layer, shapes.layerNorm(x.shape(), layer), x.shape().elements() / layer.width());
  }

  /** Keeps the input, and mean and deviation of each group. */
  private Held norm(Held x, Layer layer, Shape shape, long groups) {
    layer.parameters().keySet().forEach(name -> weight(layer, name));
    boolean isTracked = x.tracked() || trained.test(layer.weight());
    Held result = Held.of(shape, FULL, isTracked);
    tape.add(List.of(x), result, 0);
    return keeping(result, x, Held.of(Shape.of(2 * groups), FULL, false));
  }

  @Override
  public Held silu(Held x) {
    return keeping(result(x.shape(), x.width(), x), x);
  }

  @Override
  public Held gelu(Held x) {
    return keeping(result(x.shape(), x.width(), x), x);
  }

  @Override
  public Held quickGelu(Held x) {
    Held gate = result(x.shape(), x.width(), x);
    return keeping(result(x.shape(), x.width(), x, gate), x, gate);
  }

  @Override
  public Held geglu(Held x) {
    Shape half = shapes.geglu(x.shape());
    Held gate = result(half, x.width(), x);
    return keeping(result(half, x.width(), x, gate), x, gate);
  }

  @Override
  public Held add(Held a, Held b) {
    return result(shapes.add(a.shape(), b.shape()), Math.max(a.width(), b.width()), a, b);
  }

  @Override
  public Held addPerChannel(Held x, Held y) {
    return result(shapes.addPerChannel(x.shape(), y.shape()), Math.max(x.width(), y.width()), x, y);
  }

  @Override
  public Held concatChannels(Held a, Held b) {
    return result(
        shapes.concatChannels(a.shape(), b.shape()), Math.max(a.width(), b.width()), a, b);
  }

  @Override
  public Held upsample(Held x) {
    return result(shapes.upsample(x.shape()), x.width(), x);
  }

  @Override
  public Held padRightBottom(Held x) {
    return result(shapes.padRightBottom(x.shape()), x.width(), x);
  }

  /** Never has all weights of its rows at one time: it keeps a number for each. */
  @Override
  public Held attention(Held query, Held key, Held value, int heads, Mask mask) {
    Held q = narrow(query);
    Held k = narrow(key);
    Held v = narrow(value);
    Shape shape = shapes.attention(query.shape(), key.shape(), value.shape(), heads, mask);
    Held result = result(shape, precision.bytes(), q, k, v);
    Held sums = Held.of(Shape.of(shape.dim(0), heads, shape.dim(1)), FULL, false);
    return keeping(result, q, k, v, result, sums);
  }

  @Override
  public Held toSequence(Held x) {
    return result(shapes.toSequence(x.shape()), x.width(), x);
  }

  @Override
  public Held toImage(Held x, Held like) {
    return result(shapes.toImage(x.shape(), like.shape()), x.width(), x);
  }

  @Override
  public Held embed(Held ids, Embedding table) {
    return result(shapes.embed(ids.shape(), table), FULL, weight(table, table.weight()));
  }

  @Override
  public Held addPositions(Held x, Embedding table) {
    return result(shapes.addPositions(x.shape(), table), x.width(), x);
  }

  @Override
  public Held prependRow(Held x, Parameter row) {
    return result(shapes.prependRow(x.shape(), row), x.width(), x);
  }

  @Override
  public Held pickRow(Held x, Held index) {
    return result(shapes.pickRow(x.shape(), index.shape()), x.width(), x);
  }

  @Override
  public Held normalize(Held x) {
    return keeping(result(x.shape(), x.width(), x), x);
  }

  @Override
  public Held full(Held x) {
    return widen(x);
  }

  @Override
  public Held block(String name, List<Held> inputs, BiFunction<Ops<Held>, List<Held>, Held> body) {
    return place(name, false, inputs, body);
  }

  @Override
  public Held lightBlock(
      String name, List<Held> inputs, BiFunction<Ops<Held>, List<Held>, Held> body) {
    return place(name, true, inputs, body);
  }

  /** A block inside of a block is part of the outer one. */
  private Held place(
      String name, boolean light, List<Held> inputs, BiFunction<Ops<Held>, List<Held>, Held> body) {
    if (isInside) {
      return body.apply(this, inputs);
    }
    isInside = true;
    tape = new BlockTape();
    Held result = body.apply(this, inputs);
    blocks.add(name, light, inputs, result, tape);
    isInside = false;
    return result;
  }

  private Held result(Shape shape, int width, Held... reads) {
    Held result = Held.of(shape, width, any(reads));
    tape.add(List.of(reads), result, 0);
    return result;
  }

  private static boolean any(Held... values) {
    return Arrays.stream(values).anyMatch(Held::tracked);
  }

  /** The result of an operation that has a backward pass and keeps these values for it. */
  private Held keeping(Held result, Held... kept) {
    if (result.tracked()) {
      Stream.of(kept).forEach(tape::keep);
    }
    return result;
  }
}

package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Embedding;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.LayerNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Layer.Parameter;
import dev.spinrun.trainer.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Ops over shapes: collects parameters, counts operations, checks that sizes fit. */
public final class DeclaringOps implements Ops<Shape> {
  private final Map<String, Shape> parameters = new LinkedHashMap<>();
  private final List<Conv2d> convolutions = new ArrayList<>();
  private double flops;

  Map<String, Shape> parameters() {
    return parameters;
  }

  List<Conv2d> convolutions() {
    return convolutions;
  }

  double flops() {
    return flops;
  }

  @Override
  public Shape conv2d(Shape x, Conv2d layer) {
    declare(layer, x, 1, layer.in());
    convolutions.add(layer);
    long height = placed(x.dim(2), layer);
    long width = placed(x.dim(3), layer);
    flops +=
        2.0
            * x.dim(0)
            * height
            * width
            * layer.out()
            * layer.in()
            * layer.kernel()
            * layer.kernel();
    return Shape.of(x.dim(0), layer.out(), height, width);
  }

  private static long placed(long size, Conv2d layer) {
    return (size + 2L * layer.padding() - layer.kernel()) / layer.stride() + 1;
  }

  @Override
  public Shape linear(Shape x, Linear layer) {
    declare(layer, x, -1, layer.in());
    double rows = (double) x.elements() / layer.in();
    flops += 2.0 * rows * layer.in() * layer.out();
    flops += 2.0 * rows * layer.rank() * (layer.in() + layer.out());
    return x.with(-1, layer.out());
  }

  @Override
  public Shape groupNorm(Shape x, GroupNorm layer) {
    return declare(layer, x, 1, layer.channels());
  }

  @Override
  public Shape layerNorm(Shape x, LayerNorm layer) {
    return declare(layer, x, -1, layer.width());
  }

  @Override
  public Shape silu(Shape x) {
    return x;
  }

  @Override
  public Shape gelu(Shape x) {
    return x;
  }

  @Override
  public Shape quickGelu(Shape x) {
    return x;
  }

  @Override
  public Shape geglu(Shape x) {
    return x.with(-1, x.dim(-1) / 2);
  }

  @Override
  public Shape add(Shape a, Shape b) {
    requireEqual("add", a, b);
    return a;
  }

  @Override
  public Shape addPerChannel(Shape x, Shape y) {
    requireEqual("addPerChannel", Shape.of(x.dim(0), x.dim(1)), y);
    return x;
  }

  @Override
  public Shape concatChannels(Shape a, Shape b) {
    requireEqual("concatChannels", a.with(1, 0), b.with(1, 0));
    return a.with(1, a.dim(1) + b.dim(1));
  }

  @Override
  public Shape upsample(Shape x) {
    return x.with(2, 2 * x.dim(2)).with(3, 2 * x.dim(3));
  }

  @Override
  public Shape padRightBottom(Shape x) {
    return x.with(2, x.dim(2) + 1).with(3, x.dim(3) + 1);
  }

  @Override
  public Shape attention(Shape query, Shape key, Shape value, int heads, Mask mask) {
    requireEqual("attention of key and value", key, value);
    if (query.dim(2) % heads != 0) {
      throw new IllegalArgumentException(
          "A width of %d does not divide into %d heads.".formatted(query.dim(2), heads));
    }
    flops += 4.0 * query.elements() * key.dim(1);
    return query;
  }

  @Override
  public Shape toSequence(Shape x) {
    return Shape.of(x.dim(0), x.dim(2) * x.dim(3), x.dim(1));
  }

  @Override
  public Shape toImage(Shape x, Shape like) {
    requireEqual("toImage", x, toSequence(like));
    return like;
  }

  @Override
  public Shape embed(Shape ids, Embedding table) {
    parameters.putAll(table.parameters());
    return Shape.of(ids.dim(0), ids.dim(1), table.width());
  }

  @Override
  public Shape addPositions(Shape x, Embedding table) {
    if (x.dim(1) > table.rows()) {
      throw new IllegalArgumentException(
          "A sequence of %d does not fit into the %d positions of `%s`."
              .formatted(x.dim(1), table.rows(), table.name()));
    }
    return declare(table, x, -1, table.width());
  }

  @Override
  public Shape prependRow(Shape x, Parameter row) {
    return declare(row, x, -1, row.shape().elements()).with(1, x.dim(1) + 1);
  }

  @Override
  public Shape pickRow(Shape x, Shape index) {
    requireEqual("pickRow", Shape.of(x.dim(0)), index);
    return Shape.of(x.dim(0), x.dim(2));
  }

  @Override
  public Shape normalize(Shape x) {
    return x;
  }

  @Override
  public Shape full(Shape x) {
    return x;
  }

  @Override
  public Shape block(
      String name, List<Shape> inputs, BiFunction<Ops<Shape>, List<Shape>, Shape> body) {
    try {
      return body.apply(this, inputs);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Block `%s` does not fit its inputs %s: %s".formatted(name, inputs, e.getMessage()), e);
    }
  }

  private Shape declare(Layer layer, Shape x, int dimension, long expected) {
    if (x.dim(dimension) != expected) {
      throw new IllegalArgumentException(
          "Layer `%s` expects %d in dimension %d of its input, which has shape %s."
              .formatted(layer.name(), expected, dimension, x));
    }
    parameters.putAll(layer.parameters());
    return x;
  }

  private static void requireEqual(String operation, Shape a, Shape b) {
    if (!a.equals(b)) {
      throw new IllegalArgumentException(
          "%s does not fit shapes %s and %s.".formatted(operation, a, b));
    }
  }
}

package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.nn.Layer.Bias;
import dev.spinrun.trainer.nn.Layer.Conv2d;
import dev.spinrun.trainer.nn.Layer.Embedding;
import dev.spinrun.trainer.nn.Layer.GroupNorm;
import dev.spinrun.trainer.nn.Layer.LayerNorm;
import dev.spinrun.trainer.nn.Layer.Linear;
import dev.spinrun.trainer.nn.Layer.Parameter;
import dev.spinrun.trainer.tensor.EagerMath;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Ops over arrays, composed of elementary operations: the oracle for the scripts.
 *
 * <p>It spells out what the fused kernels compute (normalisation, activation, attention), so that a
 * wrong argument to one of them shows. Slow, and every intermediate value stays in the scope.
 */
public final class EagerOps implements Ops<Tensor> {
  /** Large enough to vanish after softmax, small enough to stay finite in fp32. */
  private static final float HIDDEN = -1e30f;

  private final Scope scope;
  private final EagerMath math;
  private final Weights weights;

  /** Computes with these weights; results belong to the scope. */
  public EagerOps(Scope scope, Weights weights) {
    this.scope = scope;
    this.math = new EagerMath(scope);
    this.weights = weights;
  }

  @Override
  public Tensor conv2d(Tensor x, Conv2d layer) {
    Tensor kernel = weights.get(layer.weight());
    Tensor bias =
        layer.bias() == Bias.ADDED
            ? weights.get(layer.shift())
            : scope.zeros(Shape.of(layer.out()));
    return math.convolution(x, kernel, bias, layer.stride(), layer.padding());
  }

  private Tensor perChannel(Tensor values) {
    return math.reshape(values, Shape.of(1, values.shape().dim(0), 1, 1));
  }

  @Override
  public Tensor linear(Tensor x, Linear layer) {
    Tensor product = times(x, layer.weight());
    if (layer.rank() > 0) {
      product = math.add(product, times(times(x, layer.down()), layer.up()));
    }
    return layer.bias() == Bias.NONE ? product : math.add(product, weights.get(layer.shift()));
  }

  private Tensor times(Tensor x, String matrix) {
    return math.matrixProduct(x, math.transpose(weights.get(matrix), 1, 0));
  }

  @Override
  public Tensor groupNorm(Tensor x, GroupNorm layer) {
    Shape groups =
        Shape.of(
            x.shape().dim(0),
            layer.groups(),
            x.shape().elements() / x.shape().dim(0) / layer.groups());
    Tensor normal = standardize(math.reshape(x, groups), layer.epsilon());
    Tensor image = math.reshape(normal, x.shape());
    Tensor scaled = math.multiply(image, perChannel(weights.get(layer.weight())));
    return math.add(scaled, perChannel(weights.get(layer.shift())));
  }

  @Override
  public Tensor layerNorm(Tensor x, LayerNorm layer) {
    Tensor normal = standardize(x, layer.epsilon());
    Tensor scaled = math.multiply(normal, weights.get(layer.weight()));
    return math.add(scaled, weights.get(layer.shift()));
  }

  private Tensor standardize(Tensor x, double epsilon) {
    Tensor centred = math.subtract(x, math.meanOfLast(x));
    Tensor variance = math.meanOfLast(math.multiply(centred, centred));
    return math.divide(centred, math.squareRoot(math.add(variance, epsilon)));
  }

  @Override
  public Tensor silu(Tensor x) {
    return math.multiply(x, math.sigmoid(x));
  }

  @Override
  public Tensor gelu(Tensor x) {
    Tensor erf = math.erf(math.multiply(x, Math.sqrt(0.5)));
    return math.multiply(math.multiply(x, 0.5), math.add(erf, 1));
  }

  @Override
  public Tensor quickGelu(Tensor x) {
    return math.multiply(x, math.sigmoid(math.multiply(x, 1.702)));
  }

  @Override
  public Tensor geglu(Tensor x) {
    long width = x.shape().dim(-1);
    int last = x.shape().rank() - 1;
    Tensor gate = math.slice(x, last, width / 2, width);
    return math.multiply(math.slice(x, last, 0, width / 2), gelu(gate));
  }

  @Override
  public Tensor add(Tensor a, Tensor b) {
    return math.add(a, b);
  }

  @Override
  public Tensor addPerChannel(Tensor x, Tensor y) {
    return math.add(x, math.reshape(y, Shape.of(y.shape().dim(0), y.shape().dim(1), 1, 1)));
  }

  @Override
  public Tensor concatChannels(Tensor a, Tensor b) {
    return math.concatenate(List.of(a, b), 1);
  }

  @Override
  public Tensor upsample(Tensor x) {
    Shape s = x.shape();
    Tensor cells = math.reshape(x, Shape.of(s.dim(0) * s.dim(1), s.dim(2), 1, s.dim(3), 1));
    Tensor rows = math.concatenate(List.of(cells, cells), 2);
    Tensor doubled = math.concatenate(List.of(rows, rows), 4);
    return math.reshape(doubled, Shape.of(s.dim(0), s.dim(1), 2 * s.dim(2), 2 * s.dim(3)));
  }

  @Override
  public Tensor padRightBottom(Tensor x) {
    Tensor column = scope.zeros(x.shape().with(3, 1));
    Tensor wide = math.concatenate(List.of(x, column), 3);
    return math.concatenate(List.of(wide, scope.zeros(wide.shape().with(2, 1))), 2);
  }

  @Override
  public Tensor attention(Tensor query, Tensor key, Tensor value, int heads, Mask mask) {
    double scale = 1 / Math.sqrt((double) query.shape().dim(2) / heads);
    Tensor keys = math.transpose(perHead(key, heads), 0, 1, 3, 2);
    Tensor scores = math.multiply(math.matrixProduct(perHead(query, heads), keys), scale);
    if (mask == Mask.CAUSAL) {
      scores = math.add(scores, future((int) query.shape().dim(1)));
    }
    Tensor rows = math.matrixProduct(math.softmaxOfLast(scores), perHead(value, heads));
    return math.reshape(math.transpose(rows, 0, 2, 1, 3), query.shape());
  }

  private Tensor perHead(Tensor x, int heads) {
    Shape s = x.shape();
    Shape split = Shape.of(s.dim(0), s.dim(1), heads, s.dim(2) / heads);
    return math.transpose(math.reshape(x, split), 0, 2, 1, 3);
  }

  private Tensor future(int length) {
    float[] hidden = new float[length * length];
    for (int query = 0; query < length; query++) {
      Arrays.fill(hidden, query * length + query + 1, (query + 1) * length, HIDDEN);
    }
    return scope.floats(hidden, Shape.of(length, length));
  }

  @Override
  public Tensor toSequence(Tensor x) {
    Shape s = x.shape();
    Tensor flat = math.reshape(x, Shape.of(s.dim(0), s.dim(1), s.dim(2) * s.dim(3)));
    return math.transpose(flat, 0, 2, 1);
  }

  @Override
  public Tensor toImage(Tensor x, Tensor like) {
    return math.reshape(math.transpose(x, 0, 2, 1), like.shape());
  }

  @Override
  public Tensor embed(Tensor ids, Embedding table) {
    return math.rows(weights.get(table.weight()), ids);
  }

  @Override
  public Tensor addPositions(Tensor x, Embedding table) {
    return math.add(x, math.slice(weights.get(table.weight()), 0, 0, x.shape().dim(1)));
  }

  @Override
  public Tensor prependRow(Tensor x, Parameter row) {
    Tensor zeros = scope.zeros(x.shape().with(1, 1));
    return math.concatenate(List.of(math.add(zeros, weights.get(row.name())), x), 1);
  }

  @Override
  public Tensor pickRow(Tensor x, Tensor index) {
    Shape s = x.shape();
    long[] places = index.toLongs();
    for (int sample = 0; sample < places.length; sample++) {
      places[sample] += sample * s.dim(1);
    }
    Tensor rows = math.reshape(x, Shape.of(s.dim(0) * s.dim(1), s.dim(2)));
    return math.rows(rows, scope.longs(places, index.shape()));
  }

  @Override
  public Tensor normalize(Tensor x) {
    Tensor meanSquare = math.meanOfLast(math.multiply(x, x));
    return math.divide(x, math.squareRoot(math.multiply(meanSquare, (double) x.shape().dim(-1))));
  }

  @Override
  public Tensor full(Tensor x) {
    return x;
  }

  @Override
  public Tensor block(
      String name, List<Tensor> inputs, BiFunction<Ops<Tensor>, List<Tensor>, Tensor> body) {
    return body.apply(this, inputs);
  }
}

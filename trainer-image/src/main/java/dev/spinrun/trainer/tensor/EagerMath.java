package dev.spinrun.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;

/**
 * Elementary operations, one native call each, whose results belong to one scope.
 *
 * <p>For tests and inspection: slow, but it shares no fused kernel with the scripts that it checks.
 */
public final class EagerMath {
  private final Scope scope;

  public EagerMath(Scope scope) {
    this.scope = scope;
  }

  public Tensor add(Tensor a, Tensor b) {
    return own(a.array().add(b.array()));
  }

  public Tensor subtract(Tensor a, Tensor b) {
    return own(a.array().sub(b.array()));
  }

  public Tensor multiply(Tensor a, Tensor b) {
    return own(a.array().mul(b.array()));
  }

  public Tensor divide(Tensor a, Tensor b) {
    return own(a.array().div(b.array()));
  }

  public Tensor add(Tensor a, double b) {
    return own(a.array().add(b));
  }

  public Tensor multiply(Tensor a, double b) {
    return own(a.array().mul(b));
  }

  public Tensor squareRoot(Tensor a) {
    return own(a.array().sqrt());
  }

  public Tensor sigmoid(Tensor a) {
    return own(a.array().getNDArrayInternal().sigmoid());
  }

  /** The error function, elementwise. */
  public Tensor erf(Tensor a) {
    return own(a.array().erf());
  }

  /** The mean over the last dimension, which stays with size 1. */
  public Tensor meanOfLast(Tensor a) {
    return own(a.array().mean(new int[] {a.shape().rank() - 1}, true));
  }

  public Tensor softmaxOfLast(Tensor a) {
    return own(a.array().softmax(-1));
  }

  public Tensor matrixProduct(Tensor a, Tensor b) {
    return own(a.array().matMul(b.array()));
  }

  public Tensor reshape(Tensor a, Shape shape) {
    return own(a.array().reshape(shape.toArray()));
  }

  public Tensor transpose(Tensor a, int... axes) {
    return own(a.array().transpose(axes));
  }

  public Tensor concatenate(List<Tensor> parts, int axis) {
    NDList list = new NDList();
    parts.forEach(part -> list.add(part.array()));
    return own(NDArrays.concat(list, axis));
  }

  /** The part from begin (included) to end (excluded) along one dimension. */
  public Tensor slice(Tensor a, int axis, long begin, long end) {
    return own(a.array().get(new NDIndex().addAllDim(axis).addSliceDim(begin, end)));
  }

  /** Rows of a table [rows, width] by 64-bit indices. */
  public Tensor rows(Tensor table, Tensor indices) {
    Shape flat = Shape.of(indices.shape().elements());
    Tensor picked = own(table.array().get(reshape(indices, flat).array()));
    long[] shape = Arrays.copyOf(indices.shape().toArray(), indices.shape().rank() + 1);
    shape[shape.length - 1] = table.shape().dim(1);
    return reshape(picked, Shape.of(shape));
  }

  /** Cross-correlation of [B, C, H, W] with [O, C, K, K], zero padding on all sides. */
  public Tensor convolution(Tensor image, Tensor kernel, Tensor bias, int stride, int padding) {
    return own(
        JniUtils.convolution(
            image.array(), kernel.array(), bias.array(), pair(stride), pair(padding), pair(1), 1));
  }

  private static ai.djl.ndarray.types.Shape pair(int value) {
    return new ai.djl.ndarray.types.Shape(value, value);
  }

  private Tensor own(NDArray result) {
    return scope.adopt((PtNDArray) result);
  }
}

package dev.spinrun.trainer.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A handle to an array in native memory.
 *
 * <p>It lives until its {@link Scope} ends or {@link #close} is called. Closing a handle does not
 * take from autograd what a backward pass still needs. Not thread-safe.
 */
public final class Tensor implements AutoCloseable {
  private final PtNDArray array;

  Tensor(PtNDArray array) {
    this.array = array;
  }

  PtNDArray array() {
    return array;
  }

  /** Sizes of the dimensions. */
  public Shape shape() {
    return Shape.of(array.getShape().getShape());
  }

  /** All elements in row-major order; the tensor must hold fp32. */
  public float[] toFloats() {
    return array.toFloatArray();
  }

  /** The only element of an fp32 tensor. */
  public float toFloat() {
    float[] values = toFloats();
    if (values.length != 1) {
      throw new IllegalStateException("A tensor of shape " + shape() + " is not a single number.");
    }
    return values[0];
  }

  /** All elements in row-major order; the tensor must hold 64-bit integers. */
  public long[] toLongs() {
    return array.toLongArray();
  }

  /** The elements as stored, little endian. Valid while this tensor is open. */
  ByteBuffer bytes() {
    return array.toByteBuffer(true).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes this a leaf whose gradient backward passes accumulate; returns itself. */
  public Tensor requireGradient() {
    array.setRequiresGradient(true);
    return this;
  }

  /** The accumulated gradient, open in the given scope. */
  public Tensor gradient(Scope scope) {
    return scope.adopt(JniUtils.getGradient(array));
  }

  /** Adds the derivative of this scalar to the gradient of every leaf that it depends on. */
  public void backward() {
    try (PtNDArray one = (PtNDArray) array.getManager().ones(array.getShape())) {
      JniUtils.backward(array, one, false, false);
    }
  }

  /** Copies the elements of a tensor of the same shape into this one. */
  public void assign(Tensor source) {
    if (!shape().equals(source.shape())) {
      throw new IllegalArgumentException(
          "A tensor of shape %s cannot take the elements of one of shape %s."
              .formatted(shape(), source.shape()));
    }
    source.array.copyTo(array);
  }

  /** Frees the array; closing twice does nothing. */
  @Override
  public void close() {
    array.close();
  }
}

package dev.spinrun.trainer.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owns tensors and frees all of them when it ends.
 *
 * <p>Whoever computes names the scope of the result; DJL's own rule (the manager of an operation's
 * first operand) would let step results pile up in the model's. Used by one thread at a time.
 */
public final class Scope implements AutoCloseable {
  private final PtNDManager manager;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();

  private Scope(PtNDManager manager) {
    Torch.prepareThread();
    this.manager = manager;
  }

  /** A scope that ends only when closed. */
  public static Scope open() {
    return new Scope((PtNDManager) Torch.rootManager().newSubManager());
  }

  /** A scope inside this one: it ends at the latest together with it. */
  public Scope child() {
    return new Scope((PtNDManager) manager.newSubManager());
  }

  PtNDManager manager() {
    return manager;
  }

  /** A copy of the numbers as an fp32 tensor; their count must fit the shape. */
  public Tensor floats(float[] values, Shape shape) {
    requireCount(values.length, shape);
    return adopt(manager.create(FloatBuffer.wrap(values), djl(shape), DataType.FLOAT32));
  }

  /** A copy of the numbers as a tensor of 64-bit integers. */
  public Tensor longs(long[] values, Shape shape) {
    requireCount(values.length, shape);
    return adopt(manager.create(values, djl(shape)));
  }

  /** An fp32 tensor of zeros. */
  public Tensor zeros(Shape shape) {
    return adopt(manager.zeros(djl(shape), DataType.FLOAT32));
  }

  /** A copy of a tensor with memory of its own. */
  public Tensor copy(Tensor source) {
    NDArray copy = source.array().duplicate();
    copy.attach(manager);
    return adopt(copy);
  }

  /** Moves a tensor from its scope into this one and returns it. */
  public Tensor keep(Tensor tensor) {
    tensor.array().attach(manager);
    return tensor;
  }

  /** Closes the resource when this scope ends, the last one first; returns it. */
  public <R extends AutoCloseable> R own(R resource) {
    owned.push(resource);
    return resource;
  }

  /** An fp32 tensor over the bytes of a direct buffer: on the CPU without a copy. */
  public Tensor floats(ByteBuffer direct, Shape shape) {
    return wrap(direct, shape, DataType.FLOAT32);
  }

  /** An int64 tensor over the bytes of a direct buffer: on the CPU without a copy. */
  public Tensor longs(ByteBuffer direct, Shape shape) {
    return wrap(direct, shape, DataType.INT64);
  }

  /** An fp32 tensor of the fp16 elements in a direct buffer. */
  public Tensor widened(ByteBuffer direct, Shape shape) {
    try (Scope step = child()) {
      Tensor half = step.wrap(direct, shape, DataType.FLOAT16);
      return adopt(half.array().toType(DataType.FLOAT32, true));
    }
  }

  private Tensor wrap(ByteBuffer direct, Shape shape, DataType type) {
    return adopt(manager.create(direct, djl(shape), type));
  }

  /** An fp32 tensor over a mapped file: on the CPU without a copy. */
  public Tensor map(MappedByteBuffer file, Shape shape) {
    NDArray array = manager.create(file, djl(shape), DataType.FLOAT32);
    return new Tensor((PtNDArray) array, Torch.isOnGpu() ? null : file);
  }

  Tensor adopt(NDArray array) {
    if (array.getManager() != manager) {
      array.attach(manager);
    }
    return new Tensor((PtNDArray) array);
  }

  /** Frees every tensor and closes every resource of this scope and of the scopes inside it. */
  @Override
  public void close() {
    try {
      while (!owned.isEmpty()) {
        owned.pop().close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("A resource of a tensor scope cannot be closed.", e);
    } finally {
      manager.close();
    }
  }

  private static ai.djl.ndarray.types.Shape djl(Shape shape) {
    return new ai.djl.ndarray.types.Shape(shape.toArray());
  }

  private static void requireCount(int count, Shape shape) {
    if (count != shape.elements()) {
      throw new IllegalArgumentException(
          "%d numbers do not fill a tensor of shape %s (%d elements)."
              .formatted(count, shape, shape.elements()));
    }
  }
}

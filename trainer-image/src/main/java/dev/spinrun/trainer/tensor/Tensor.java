package dev.spinrun.trainer.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A handle to an array in native memory.
 *
 * <p>It lives until its {@link Scope} ends or {@link #close} is called. Closing a handle does not
 * take from autograd what a backward pass still needs. Not thread-safe.
 */
public final class Tensor implements AutoCloseable {
  private final PtNDArray array;

  /** The file that holds the elements; null if they are in memory alone. */
  private final @Nullable MappedByteBuffer file;

  Tensor(PtNDArray array) {
    this(array, null);
  }

  Tensor(PtNDArray array, @Nullable MappedByteBuffer file) {
    this.array = array;
    this.file = file;
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
    try (Scope passing = Scope.open()) {
      return in(passing).toFloatArray();
    }
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
    try (Scope passing = Scope.open()) {
      return in(passing).toLongArray();
    }
  }

  /** The elements as stored, little endian. Valid while this tensor and the scope are open. */
  public ByteBuffer bytes(Scope scope) {
    return in(scope).toByteBuffer(true).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * A handle to read by, in another scope. DJL attaches the copies that reading makes, of what lies
   * on a GPU and of views, to the manager of the array that is read: in that of a model they would
   * stay as long as the model.
   */
  private PtNDArray in(Scope scope) {
    Torch.countHostRead();
    return scope.adopt(array.stopGradient()).array;
  }

  /** Whether the elements are those of a mapped file. */
  public boolean isInFile() {
    return file != null;
  }

  /**
   * Gives back the memory of elements that lie in a file: they are read again when they are used.
   * Does nothing to a tensor that is in memory alone.
   */
  public void dropPages() {
    if (file != null) {
      FilePages.drop(file);
    }
  }

  /** Makes this a leaf whose gradient backward passes accumulate; returns itself. */
  public Tensor requireGradient() {
    array.setRequiresGradient(true);
    return this;
  }

  /** Address of libtorch's own object, for its functions that DJL does not reach. */
  public long implementation() {
    return new Pointer(array.getHandle()).getLong(0);
  }

  /**
   * Address of the first element, in the memory of the device. Source: libtorch's C interface,
   * torch/csrc/inductor/aoti_torch/c/shim.h.
   */
  public long address() {
    PointerByReference address = new PointerByReference();
    int failed =
        NativeLibrary.getInstance("libtorch_cpu.so")
            .getFunction("aoti_torch_get_data_ptr")
            .invokeInt(new Object[] {new Pointer(array.getHandle()), address});
    if (failed != 0) {
      throw new IllegalStateException("libtorch gives no address for a tensor");
    }
    return Pointer.nativeValue(address.getValue());
  }

  /** Whether this is a leaf that collects a gradient; what is computed from one is none. */
  public boolean isLeaf() {
    return JniUtils.requiresGrad(array);
  }

  /** The same elements as a leaf without a gradient yet, open in the given scope. */
  public Tensor leaf(Scope scope) {
    return scope.adopt((PtNDArray) array.stopGradient()).requireGradient();
  }

  /** The accumulated gradient, open in the given scope. */
  public Tensor gradient(Scope scope) {
    return scope.adopt(JniUtils.getGradient(array));
  }

  /** All of this several times, one after the other along the first dimension. */
  public Tensor repeated(Scope scope, int times) {
    long[] repeats = new long[shape().rank()];
    Arrays.fill(repeats, 1);
    repeats[0] = times;
    return scope.adopt((PtNDArray) array.tile(repeats));
  }

  /** Adds the derivative of this scalar to the gradient of every leaf that it depends on. */
  public void backward() {
    try (PtNDArray one = (PtNDArray) array.getManager().ones(array.getShape())) {
      JniUtils.backward(array, one, false, false);
    }
  }

  /** The same for a scalar that depends on this tensor, given its derivative with respect to it. */
  public void backward(Tensor gradient) {
    JniUtils.backward(array, gradient.array, false, false);
  }

  /** Copies the elements of a tensor of the same shape into this one. */
  public void assign(Tensor source) {
    if (!shape().equals(source.shape())) {
      throw new IllegalArgumentException(
          "A tensor of shape %s cannot take the elements of one of shape %s."
              .formatted(shape(), source.shape()));
    }
    try (Scope passing = Scope.open()) {
      InPlace.SCRIPT.call("copy").tensor(this).tensor(source).one(passing);
    }
  }

  /** DJL's own copy gives the array other memory, in a buffer that counts for the heap's limit. */
  private static final class InPlace {
    /** Compiled once in the life of the process. */
    static final Script SCRIPT =
        Script.compile(
            Scope.open(),
            List.of(
                """
                def copy(self, x: Tensor, y: Tensor) -> Tensor:
                  return torch.copy_(x, y, False)
                """));

    private InPlace() {}
  }

  /** Frees the array; closing twice does nothing. */
  @Override
  public void close() {
    array.close();
  }
}

package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.NullMarked;

/**
 * Runs a TorchScript method with any argument types outside of libtorch's inference mode.
 *
 * <p>Why here: {@code IValueUtils.runMethod} of DJL 0.32 hard-codes inference mode, whose results
 * cannot be saved for a backward pass; the call below it is package-private. All use of this class
 * is in {@code dev.spinrun.trainer.tensor}. Works on the class path, not on the module path (split
 * package).
 */
@NullMarked
public final class ScriptBridge {
  /** Keeps autograd possible; whether a graph is recorded follows the thread's gradient mode. */
  private static final boolean TRAIN = true;

  private static final boolean SEPARATE_CUDA_STREAM = false;

  /**
   * Tag of an IValue that owns any object with a counter. Source: ATen/core/ivalue.h, "Capsule".
   */
  private static final int CAPSULE = 22;

  private ScriptBridge() {}

  /** Gives up a reference to an object that is counted by intrusive pointers. */
  public static void release(long object) {
    Pointer value = new Pointer(Native.malloc(2 * Long.BYTES));
    value.setLong(0, object);
    value.setLong(Long.BYTES, CAPSULE);
    new IValue(Pointer.nativeValue(value)).close();
  }

  /**
   * Calls one method; the caller closes the arguments and the result.
   *
   * @throws ai.djl.engine.EngineException with libtorch's text and the line of the script
   */
  public static IValue run(PtSymbolBlock module, String method, IValue... arguments) {
    long[] handles = new long[arguments.length];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = arguments[i].getHandle();
    }
    return new IValue(
        PyTorchLibrary.LIB.moduleRunMethod(
            module.getHandle(), method, handles, TRAIN, SEPARATE_CUDA_STREAM));
  }
}

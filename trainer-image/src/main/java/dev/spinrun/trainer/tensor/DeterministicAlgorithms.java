package dev.spinrun.trainer.tensor;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * libtorch's choice of algorithms that give the same bits each time, for the whole process. DJL
 * does not reach it. Of operations that have none an error is thrown. On a CPU nothing of ours
 * changes. Source: ATen/Context.h of libtorch 2.5.1.
 *
 * <p>cuBLAS has them only if {@code CUBLAS_WORKSPACE_CONFIG} is set, as {@code spin-trainer} does.
 */
public final class DeterministicAlgorithms implements AutoCloseable {
  private static final NativeLibrary LIBTORCH = NativeLibrary.getInstance("libtorch_cpu.so");
  private static final byte YES = 1;
  private static final byte NO = 0;

  private final Pointer context;

  private DeterministicAlgorithms() {
    Torch.threads(); // starts the engine, and so loads the library
    this.context = LIBTORCH.getFunction("_ZN2at13globalContextEv").invokePointer(new Object[0]);
  }

  /** Takes them until closed, if they are asked for. */
  public static DeterministicAlgorithms use(boolean asked) {
    DeterministicAlgorithms algorithms = new DeterministicAlgorithms();
    if (asked) {
      algorithms.choose(YES);
      // It would choose among several by their speed, which varies.
      algorithms.set("_ZN2at7Context17setBenchmarkCuDNNEb", NO);
      // Of no use but to find reads of memory that was never written.
      algorithms.set("_ZN2at7Context39setDeterministicFillUninitializedMemoryEb", NO);
    }
    return algorithms;
  }

  /** Whether they are taken now. */
  static boolean areUsed() {
    int register =
        LIBTORCH
            .getFunction("_ZNK2at7Context23deterministicAlgorithmsEv")
            .invokeInt(new Object[] {new DeterministicAlgorithms().context});
    return (register & 1) == 1;
  }

  private void choose(byte deterministic) {
    byte warnsOnly = NO;
    LIBTORCH
        .getFunction("_ZN2at7Context26setDeterministicAlgorithmsEbb")
        .invokeVoid(new Object[] {context, deterministic, warnsOnly});
  }

  private void set(String setter, byte value) {
    LIBTORCH.getFunction(setter).invokeVoid(new Object[] {context, value});
  }

  /** Goes back to the fastest ones. */
  @Override
  public void close() {
    choose(NO);
  }
}

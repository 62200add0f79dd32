package dev.spinrun.trainer.workers;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * NCCL's C interface, which libtorch's CUDA library carries and exports; the CUDA runtime, whose
 * own file name has a hash in it, is found through the same library. Source: nccl.h 2.21,
 * driver_types.h of CUDA 12.4.
 */
final class Nccl {
  /** Bytes of what the workers of a group must share to find each other. */
  static final int ID_BYTES = 128;

  private static final NativeLibrary LIBRARY = NativeLibrary.getInstance("libtorch_cuda.so");

  private static final int SUCCESS = 0;
  private static final int IN_PROGRESS = 7;
  private static final int FLOAT = 7;
  private static final int SUM = 0;
  private static final int NOT_READY = 600;

  /** The stream that libtorch computes on where nobody asked for another. */
  private static final @Nullable Pointer DEFAULT_STREAM = null;

  private Nccl() {}

  /** Passed by value. */
  @FieldOrder("internal")
  public static final class Id extends Structure implements Structure.ByValue {
    /** What it consists of is NCCL's own affair. */
    public byte[] internal = new byte[ID_BYTES];
  }

  /** Makes the id of a new group. */
  static byte[] newId() {
    Memory id = new Memory(ID_BYTES);
    check("ncclGetUniqueId", call("ncclGetUniqueId", id));
    return id.getByteArray(0, ID_BYTES);
  }

  /** Joins a group; returns when all are there. */
  static Pointer join(byte[] id, int rank, int size) {
    PointerByReference communicator = new PointerByReference();
    Id byValue = new Id();
    byValue.internal = id;
    check("ncclCommInitRank", call("ncclCommInitRank", communicator, size, byValue, rank));
    return communicator.getValue();
  }

  /** Begins a sum over all workers, in place, behind what the GPU has to do already. */
  static void sum(Pointer communicator, Pointer floats, long count) {
    check(
        "ncclAllReduce",
        call("ncclAllReduce", floats, floats, count, FLOAT, SUM, communicator, DEFAULT_STREAM));
  }

  /** Begins a copy of worker 0's numbers to all. */
  static void broadcast(Pointer communicator, Pointer floats, long count) {
    check(
        "ncclBroadcast",
        call("ncclBroadcast", floats, floats, count, FLOAT, 0, communicator, DEFAULT_STREAM));
  }

  /**
   * Whether the GPU has done all that it was told.
   *
   * @throws IllegalStateException if it failed, or a worker of the group is lost
   */
  static boolean isIdle(Pointer communicator) {
    IntByReference error = new IntByReference();
    check("ncclCommGetAsyncError", call("ncclCommGetAsyncError", communicator, error));
    if (error.getValue() != SUCCESS && error.getValue() != IN_PROGRESS) {
      throw new IllegalStateException(text(error.getValue()));
    }
    int state = call("cudaStreamQuery", DEFAULT_STREAM);
    if (state != SUCCESS && state != NOT_READY) {
      throw new IllegalStateException("CUDA error " + state);
    }
    return state == SUCCESS;
  }

  /** Ends what is under way and leaves the group. */
  static void abort(Pointer communicator) {
    call("ncclCommAbort", communicator);
  }

  private static int call(String function, @Nullable Object... arguments) {
    Function found = LIBRARY.getFunction(function);
    return found.invokeInt(arguments);
  }

  private static void check(String function, int result) {
    if (result != SUCCESS) {
      throw new IllegalStateException(function + ": " + text(result));
    }
  }

  private static String text(int result) {
    return LIBRARY
        .getFunction("ncclGetErrorString")
        .invokePointer(new Object[] {result})
        .getString(0);
  }
}

package dev.spinrun.trainer.workers;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * NCCL's C interface, which libtorch's CUDA library carries and exports; the CUDA runtime, whose
 * own file name has a hash in it, is found through the same library. All functions are looked up
 * before any is called. Source: nccl.h 2.21, driver_types.h of CUDA 12.4.
 *
 * <p>Communicators do not block: of those that do, NCCL can abort neither a join nor a call that
 * another thread is in.
 */
final class Nccl implements NcclLibrary {
  /** Bytes of what the workers of a group must share to find each other. */
  static final int ID_BYTES = 128;

  private static final int SUCCESS = 0;
  private static final int IN_PROGRESS = 7;
  private static final int FLOAT = 7;
  private static final int SUM = 0;
  private static final int NOT_READY = 600;
  private static final int NON_BLOCKING_STREAM = 1;
  private static final int EVENT_WITHOUT_TIME = 2;

  /** NCCL takes a communicator here, and makes no use of it. */
  private static final Pointer NOBODY = new Pointer(0);

  private final NativeLibrary library = NativeLibrary.getInstance("libtorch_cuda.so");
  private final Function getUniqueId = function("ncclGetUniqueId");
  private final Function commInitRankConfig = function("ncclCommInitRankConfig");
  private final Function commGetAsyncError = function("ncclCommGetAsyncError");
  private final Function allReduce = function("ncclAllReduce");
  private final Function broadcast = function("ncclBroadcast");
  private final Function commDestroy = function("ncclCommDestroy");
  private final Function commAbort = function("ncclCommAbort");
  private final Function ncclErrorString = function("ncclGetErrorString");
  private final Function ncclLastError = function("ncclGetLastError");
  private final Function streamCreate = function("cudaStreamCreateWithFlags");
  private final Function streamDestroy = function("cudaStreamDestroy");
  private final Function streamWaitEvent = function("cudaStreamWaitEvent");
  private final Function eventCreate = function("cudaEventCreateWithFlags");
  private final Function eventDestroy = function("cudaEventDestroy");
  private final Function eventRecord = function("cudaEventRecord");
  private final Function eventQuery = function("cudaEventQuery");
  private final Function cudaErrorString = function("cudaGetErrorString");

  private Function function(String name) {
    return library.getFunction(name);
  }

  /** Passed by value. */
  @FieldOrder("internal")
  public static final class Id extends Structure implements Structure.ByValue {
    /** What it consists of is NCCL's own affair. */
    public byte[] internal = new byte[ID_BYTES];
  }

  /** A ncclConfig_t of version 2.14: later ones add fields, for which this one takes defaults. */
  @FieldOrder({"size", "magic", "version", "blocking"})
  public static final class Config extends Structure {
    public long size = 24;
    public int magic = 0xcafebeef;
    public int version = 21400;
    public int blocking;
  }

  @Override
  public byte[] newId() {
    Memory id = new Memory(ID_BYTES);
    nccl(getUniqueId, id);
    return id.getByteArray(0, ID_BYTES);
  }

  @Override
  public Pointer join(byte[] id, int rank, int size) {
    PointerByReference communicator = new PointerByReference();
    Id byValue = new Id();
    byValue.internal = id;
    nccl(commInitRankConfig, communicator, size, byValue, rank, new Config());
    return communicator.getValue();
  }

  @Override
  public boolean isReady(Pointer communicator) {
    IntByReference state = new IntByReference();
    nccl(commGetAsyncError, communicator, state);
    requireNccl("NCCL", state.getValue());
    return state.getValue() == SUCCESS;
  }

  @Override
  public void sum(Pointer communicator, Pointer floats, long count, Pointer stream) {
    nccl(allReduce, floats, floats, count, FLOAT, SUM, communicator, stream);
  }

  @Override
  public void broadcast(Pointer communicator, Pointer floats, long count, Pointer stream) {
    nccl(broadcast, floats, floats, count, FLOAT, 0, communicator, stream);
  }

  @Override
  public void destroy(Pointer communicator) {
    nccl(commDestroy, communicator);
  }

  @Override
  public void abort(Pointer communicator) {
    nccl(commAbort, communicator);
  }

  @Override
  public Pointer newStream() {
    PointerByReference stream = new PointerByReference();
    cuda(streamCreate, stream, NON_BLOCKING_STREAM);
    return stream.getValue();
  }

  @Override
  public void destroyStream(Pointer stream) {
    cuda(streamDestroy, stream);
  }

  @Override
  public Pointer newEvent() {
    PointerByReference event = new PointerByReference();
    cuda(eventCreate, event, EVENT_WITHOUT_TIME);
    return event.getValue();
  }

  @Override
  public void destroyEvent(Pointer event) {
    cuda(eventDestroy, event);
  }

  @Override
  public void record(Pointer event, Pointer stream) {
    cuda(eventRecord, event, stream);
  }

  @Override
  public void holdUntil(Pointer event, Pointer stream) {
    cuda(streamWaitEvent, stream, event, 0);
  }

  @Override
  public boolean hasHappened(Pointer event) {
    int state = eventQuery.invokeInt(new Object[] {event});
    if (state != NOT_READY) {
      requireCuda("CUDA", state);
    }
    return state == SUCCESS;
  }

  private void nccl(Function function, Object... arguments) {
    requireNccl(function.getName(), function.invokeInt(arguments));
  }

  private void cuda(Function function, Object... arguments) {
    requireCuda(function.getName(), function.invokeInt(arguments));
  }

  private void requireNccl(String who, int result) {
    if (result != SUCCESS && result != IN_PROGRESS) {
      // The second one is what NCCL wrote into its log.
      throw refused(who, text(ncclErrorString, result), text(ncclLastError, NOBODY));
    }
  }

  private void requireCuda(String who, int result) {
    if (result != SUCCESS) {
      throw refused(who, text(cudaErrorString, result), "");
    }
  }

  private static String text(Function texts, Object argument) {
    return texts.invokePointer(new Object[] {argument}).getString(0).strip();
  }

  private static IllegalStateException refused(String who, String text, String detail) {
    return new IllegalStateException(
        detail.isEmpty() ? who + ": " + text : "%s: %s: %s".formatted(who, text, detail));
  }
}

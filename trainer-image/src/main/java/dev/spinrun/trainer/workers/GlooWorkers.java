package dev.spinrun.trainer.workers;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import java.time.Duration;

/**
 * Workers over libtorch's own c10d with Gloo: CPU tensors, TCP between hosts.
 *
 * <p>Why not an interface of our own in C++: it would have to be compiled against the headers of
 * libtorch, which Maven Central does not have. Nothing here throws C++ exceptions into Java: calls
 * that may are made through {@link NativeGuard}, and running collectives are asked, never waited
 * for, natively. There is no authentication and no encryption: keep strangers out by a
 * NetworkPolicy.
 */
final class GlooWorkers implements Workers {
  private static final int OBJECT_BYTES = 4096;
  private static final int OPTION_DEVICES = 56;
  private static final int OPTION_THREADS = 80;
  private static final int DEFAULT_THREADS = 2;
  private static final int DEVICE_BYTES = 16;

  private final int rank;
  private final int size;
  private final Duration timeout;
  private final Pointer group;

  private GlooWorkers(int rank, int size, Duration timeout, Pointer group) {
    this.rank = rank;
    this.size = size;
    this.timeout = timeout;
    this.group = group;
  }

  /** Joins the others; returns when all are there. */
  static GlooWorkers join(Rendezvous where) {
    Torch.threads(); // starts the engine, and so loads the library
    long milliseconds = where.timeout().toMillis();
    Pointer store = store(where, milliseconds);
    Pointer options = options(where, milliseconds);
    Pointer group = C10d.memory(OBJECT_BYTES);
    NativeGuard.call(
        "Joining the %d workers at %s:%d".formatted(where.size(), where.host(), where.port()),
        () -> {
          C10d.GROUP.invokeVoid(
              new Object[] {
                group, C10d.pointerTo(store), where.rank(), where.size(), C10d.pointerTo(options)
              });
          return group;
        });
    return new GlooWorkers(where.rank(), where.size(), where.timeout(), C10d.owned(group));
  }

  /** Where the workers find each other; worker 0 serves it. */
  private static Pointer store(Rendezvous where, long milliseconds) {
    Pointer store = C10d.memory(OBJECT_BYTES);
    Pointer timeout = C10d.memory(Long.BYTES);
    timeout.setLong(0, milliseconds);
    byte serves = where.rank() == 0 ? (byte) 1 : 0;
    byte waitsForAll = 0;
    NativeGuard.call(
        "Finding worker 0 at %s:%d".formatted(where.host(), where.port()),
        () -> {
          C10d.TCP_STORE.invokeVoid(
              new Object[] {
                store,
                C10d.string(where.host()),
                (short) where.port(),
                0L,
                serves,
                timeout,
                waitsForAll
              });
          return store;
        });
    return C10d.owned(store);
  }

  private static Pointer options(Rendezvous where, long milliseconds) {
    Pointer device = C10d.memory(DEVICE_BYTES);
    NativeGuard.call(
        "Listening at " + where.bind(),
        () -> {
          C10d.DEVICE.invokeVoid(new Object[] {device, C10d.string(where.bind())});
          return device;
        });
    Pointer options = C10d.memory(OBJECT_BYTES);
    C10d.OPTIONS.invokeVoid(new Object[] {options, milliseconds});
    if (options.getInt(OPTION_THREADS) != DEFAULT_THREADS || options.getLong(OPTION_DEVICES) != 0) {
      throw new IllegalStateException(
          "libtorch's options of Gloo have another layout than version 2.5.1's.");
    }
    // A vector of one device: begin, end, end of its memory.
    options.setPointer(OPTION_DEVICES, device);
    options.setPointer(OPTION_DEVICES + Long.BYTES, device.share(DEVICE_BYTES));
    options.setPointer(OPTION_DEVICES + 2 * Long.BYTES, device.share(DEVICE_BYTES));
    return C10d.owned(options);
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Pending sum(Tensor tensor) {
    return new GlooWork(
        "A sum over the workers", start(C10d.ALL_REDUCE, sumOptions(), tensor), timeout);
  }

  @Override
  public void broadcast(Tensor tensor) {
    new GlooWork("A copy from worker 0", start(C10d.BROADCAST, copyOptions(), tensor), timeout)
        .await();
  }

  /** AllreduceOptions: operation 0, a sum, and the time-out. */
  private Pointer sumOptions() {
    Pointer options = C10d.memory(64);
    options.setLong(32, timeout.toMillis());
    return options;
  }

  /** BroadcastOptions: rank and tensor 0, the time-out, asynchronous. */
  private Pointer copyOptions() {
    Pointer options = C10d.memory(32);
    options.setLong(16, timeout.toMillis());
    options.setByte(24, (byte) 1);
    return options;
  }

  /**
   * Begins a collective on a vector of one tensor; the result is an intrusive pointer to a Work.
   */
  private Pointer start(Function collective, Pointer options, Tensor tensor) {
    Pointer work = C10d.memory(Long.BYTES);
    Pointer element = C10d.memory(Long.BYTES);
    element.setLong(0, tensor.implementation());
    Pointer vector = C10d.memory(3 * Long.BYTES);
    vector.setPointer(0, element);
    vector.setPointer(Long.BYTES, element.share(Long.BYTES));
    vector.setPointer(2 * Long.BYTES, element.share(Long.BYTES));
    try {
      NativeGuard.call(
          "A collective of the workers",
          () -> {
            collective.invokeVoid(new Object[] {work, group, vector, options});
            return work;
          });
      return work.getPointer(0);
    } finally {
      C10d.free(work);
      C10d.free(element);
      C10d.free(vector);
      C10d.free(options);
    }
  }

  @Override
  public void close() {
    if (NativeGuard.lost() == null) {
      C10d.release(group);
    }
  }
}

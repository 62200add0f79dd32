package dev.spinrun.trainer.workers;

import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Membership in a group of NCCL, from joining to leaving it.
 *
 * <pre>
 * libtorch's stream  ...backward  -computed-  backward  backward...
 * NCCL's stream                      hold     sum  -end-
 * </pre>
 *
 * <p>Collectives have a stream of their own. Each waits there for what libtorch had to compute when
 * it was begun, and nothing in libtorch's stream waits for it: it overlaps with the backward pass,
 * and a copy to the host does not hang with it.
 *
 * <p>NCCL waits for a lost worker for ever. So a thread of the group's own, the watchdog, asks
 * whether a worker is known to be lost and whether a collective is late, and then aborts: also
 * while the thread that began it is in a call that does not return. The watchdog joins and leaves
 * as well; NCCL ties a join to the thread that began it.
 */
final class NcclGroup {
  private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);

  private final NcclLibrary library;
  private final Rendezvous where;
  private final Duration patience;
  private final Thread watchdog;
  private final CountDownLatch joined = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);
  private final Queue<Flight> flights = new ConcurrentLinkedQueue<>();

  /** Held by whoever uses the communicator, so that it is not freed meanwhile, and the events. */
  private final ReentrantLock calls = new ReentrantLock();

  private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
  private volatile boolean isLeaving;
  private volatile boolean isGone;
  private @Nullable Pointer communicator;
  private @Nullable NcclStream stream;

  private NcclGroup(NcclLibrary library, Rendezvous where, Duration patience, byte[] id) {
    this.library = library;
    this.where = where;
    this.patience = patience;
    this.watchdog = new Thread(() -> watch(id), "nccl-watchdog");
    watchdog.setDaemon(true);
  }

  /**
   * Joins the others; returns when all are there.
   *
   * @param patience how long to wait for what should take no time: a call of the library, or its
   *     abort
   * @throws WorkerFailureException if they are not in time
   */
  static NcclGroup join(NcclLibrary library, Rendezvous where, Duration patience, byte[] id) {
    NcclGroup group = new NcclGroup(library, where, patience, id);
    group.watchdog.start();
    if (!await(group.joined, where.timeout().plus(patience))) {
      group.fail("NCCL did not return within " + where.timeout());
    }
    if (group.trouble.get() != null) {
      throw group.failure(
          "Joining the %d workers at %s:%d".formatted(where.size(), where.host(), where.port()));
    }
    return group;
  }

  /** Puts something into a stream. */
  interface Collective {
    void begin(NcclLibrary library, Pointer communicator, Pointer stream);
  }

  /**
   * Begins a collective. What it works on must stay as it is until it is awaited.
   *
   * @param what names it in errors
   * @throws WorkerFailureException if a worker is lost, or the call hangs
   */
  Flight begin(String what, Collective collective) {
    Flight flight = new Flight();
    flights.add(flight);
    until(
        what,
        () -> {
          stream().holdUntilComputed();
          collective.begin(library, communicator(), stream().pointer());
          return true;
        });
    until(
        what,
        () -> {
          boolean isInStream = library.isReady(communicator());
          if (isInStream) {
            flight.endsWith(stream().mark());
          }
          return isInStream;
        });
    return flight;
  }

  /**
   * Waits for its end.
   *
   * @throws WorkerFailureException if a worker is lost, or none answers in time; the group is
   *     aborted then, and nothing of it works on the memory any more
   */
  void await(String what, Flight flight) {
    until(
        what,
        () -> {
          if (flights.contains(flight) && !flight.isOver(library)) {
            return false;
          }
          if (flights.remove(flight)) {
            stream().recycle(Objects.requireNonNull(flight.end()));
          }
          return true;
        });
  }

  /** Leaves the group: in order if nothing is under way, else by aborting it. */
  void close() {
    isLeaving = true;
    LockSupport.unpark(watchdog);
    await(left, patience);
  }

  private void until(String what, BooleanSupplier isDone) {
    for (int i = 0; !call(what, isDone); i++) {
      CollectivePauses.after(i);
    }
  }

  private boolean call(String what, BooleanSupplier call) {
    calls.lock();
    try {
      if (!isGone && trouble.get() == null) {
        return call.getAsBoolean();
      }
    } catch (IllegalStateException e) {
      fail(String.valueOf(e.getMessage()));
    } finally {
      calls.unlock();
    }
    throw failure(what);
  }

  private Pointer communicator() {
    return Objects.requireNonNull(communicator);
  }

  private NcclStream stream() {
    return Objects.requireNonNull(stream);
  }

  /** The first trouble is the one that is told. */
  private void fail(String why) {
    trouble.compareAndSet(null, why);
    LockSupport.unpark(watchdog);
  }

  private WorkerFailureException failure(String what) {
    await(left, patience);
    String why = trouble.get();
    return new WorkerFailureException(what, why == null ? "the group was left" : why);
  }

  private static boolean await(CountDownLatch latch, Duration timeout) {
    try {
      return latch.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void watch(byte[] id) {
    try {
      enter(id);
      joined.countDown();
      while (!isLeaving && trouble.get() == null) {
        look();
        LockSupport.parkNanos(BETWEEN_LOOKS);
      }
    } catch (RuntimeException | LinkageError e) {
      fail(String.valueOf(e.getMessage()));
    } finally {
      leave();
      joined.countDown();
      left.countDown();
    }
  }

  private void enter(byte[] id) {
    Flight entering = new Flight();
    Pointer own = library.join(id, where.rank(), where.size());
    communicator = own;
    for (int i = 0; !library.isReady(own); i++) {
      if (trouble.get() != null || entering.isLongerThan(where.timeout())) {
        throw new IllegalStateException("not all came within " + where.timeout());
      }
      CollectivePauses.after(i);
    }
    stream = new NcclStream(library);
  }

  /** Needs no lock to ask: nobody else frees the communicator. */
  private void look() {
    library.isReady(communicator());
    if (flights.stream().noneMatch(this::isLate)) {
      return;
    }
    boolean isLocked = lock();
    try {
      // What is over and waits to be awaited is not late.
      if (flights.stream().anyMatch(f -> isLate(f) && !(isLocked && f.isOver(library)))) {
        fail("no answer within " + where.timeout());
      }
    } finally {
      unlock(isLocked);
    }
  }

  private boolean isLate(Flight flight) {
    return flight.isLongerThan(where.timeout());
  }

  /** Whoever holds it longer is in a call that only an abort ends. */
  private boolean lock() {
    try {
      return calls.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void unlock(boolean isLocked) {
    if (isLocked) {
      calls.unlock();
    }
  }

  private void leave() {
    boolean isLocked = lock();
    isGone = true;
    unlock(isLocked);
    try {
      if (communicator != null) {
        if (trouble.get() == null && flights.isEmpty()) {
          library.destroy(communicator);
        } else {
          library.abort(communicator);
        }
      }
      if (stream != null) {
        stream.destroy();
      }
    } catch (IllegalStateException e) {
      // Of a GPU that failed: nobody can free what it has.
      fail(String.valueOf(e.getMessage()));
    }
  }
}

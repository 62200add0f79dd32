package dev.spinrun.trainer.workers;

import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A GPU and its libraries, as worker 0 of two sees them; the other one has the same numbers.
 *
 * <p>Streams run in order, each as far as it can whenever somebody asks. An event is what was
 * recorded last, and one that was never recorded has happened. Strict: a communicator, stream or
 * event that is gone must not be used, which is kept in {@link #misuse}.
 */
final class FakeNccl implements NcclLibrary {
  /** What the other worker does. */
  enum Peer {
    ANSWERS,
    HANGS,
    FAILED
  }

  static final Pointer COMMUNICATOR = new Pointer(0xC000);

  final List<String> calls = new ArrayList<>();
  final List<String> misuse = new ArrayList<>();
  Peer peer = Peer.ANSWERS;

  /** How often it is asked in vain whether a collective is in its stream. */
  int launchDelay;

  /** How long a call takes that begins a sum. */
  long sumMillis;

  boolean sumBlocks;
  boolean joinBlocks;
  boolean abortBlocks;

  private final Map<Long, ArrayDeque<BooleanSupplier>> streams = new HashMap<>();
  private final Map<Long, boolean[]> events = new HashMap<>();
  private final Set<String> held = new HashSet<>();
  private Runnable launching = () -> {};
  private long pointers = 0x1000;
  private boolean isInSum;
  private boolean isGone;
  private boolean isReleased;

  FakeNccl() {
    streams.put(Pointer.nativeValue(COMPUTING), new ArrayDeque<>());
  }

  /** Gives libtorch something to compute that lasts until it is {@link #finish finished}. */
  synchronized void compute(String name) {
    held.add(name);
    stream(COMPUTING).add(() -> !held.contains(name));
  }

  synchronized void finish(String name) {
    held.remove(name);
  }

  /** Whether a copy to the host, which goes through libtorch's stream, returns. */
  synchronized boolean copyToHostReturns() {
    run();
    return stream(COMPUTING).isEmpty();
  }

  synchronized boolean was(String call) {
    return calls.contains(call);
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized int openEvents() {
    return events.size();
  }

  /** Streams beside libtorch's. */
  synchronized int openStreams() {
    return streams.size() - 1;
  }

  synchronized void set(Peer peer) {
    this.peer = peer;
  }

  private void run() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (ArrayDeque<BooleanSupplier> stream : streams.values()) {
        while (!stream.isEmpty() && stream.peek().getAsBoolean()) {
          stream.remove();
          moved = true;
        }
      }
    }
  }

  private ArrayDeque<BooleanSupplier> stream(Pointer stream) {
    ArrayDeque<BooleanSupplier> found = streams.get(Pointer.nativeValue(stream));
    if (found == null) {
      throw gone("stream");
    }
    return found;
  }

  private IllegalStateException gone(String what) {
    misuse.add("%s %s is gone".formatted(Thread.currentThread().getName(), what));
    return new IllegalStateException(what + " is gone");
  }

  private void use(Pointer communicator) {
    if (isGone || !communicator.equals(COMMUNICATOR)) {
      throw gone("communicator");
    }
  }

  private Pointer newPointer() {
    pointers += 0x10;
    return new Pointer(pointers);
  }

  private void block() {
    while (!isGone && !isReleased) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  @Override
  public byte[] newId() {
    return new byte[Nccl.ID_BYTES];
  }

  @Override
  public synchronized Pointer join(byte[] id, int rank, int size) {
    calls.add("join");
    launchDelay = peer == Peer.HANGS ? Integer.MAX_VALUE : 2;
    if (joinBlocks) {
      block();
    }
    return COMMUNICATOR;
  }

  @Override
  public synchronized boolean isReady(Pointer communicator) {
    use(communicator);
    if (peer == Peer.FAILED) {
      throw new IllegalStateException("remote process exited");
    }
    if (launchDelay > 0) {
      launchDelay--;
      return false;
    }
    launching.run();
    launching = () -> {};
    return true;
  }

  @Override
  public void sum(Pointer communicator, Pointer floats, long count, Pointer stream) {
    begin("sum", communicator, floats, count, stream, 2);
  }

  @Override
  public void broadcast(Pointer communicator, Pointer floats, long count, Pointer stream) {
    begin("broadcast", communicator, floats, count, stream, 1);
  }

  private synchronized void begin(
      String name, Pointer communicator, Pointer floats, long count, Pointer stream, int factor) {
    use(communicator);
    calls.add(name);
    if (sumBlocks) {
      block();
      throw new IllegalStateException("aborted");
    }
    pause();
    ArrayDeque<BooleanSupplier> into = stream(stream);
    launching =
        () ->
            into.add(
                () -> {
                  boolean isDone = peer == Peer.ANSWERS && !isGone;
                  if (isDone) {
                    multiply(floats, Math.toIntExact(count), factor);
                  }
                  return isDone || isGone;
                });
  }

  /** Meanwhile other calls may come. */
  private void pause() {
    isInSum = true;
    long end = System.nanoTime() + sumMillis * 1_000_000;
    try {
      while (System.nanoTime() < end) {
        wait(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    isInSum = false;
  }

  private static void multiply(Pointer floats, int count, int factor) {
    float[] numbers = floats.getFloatArray(0, count);
    for (int i = 0; i < count; i++) {
      numbers[i] *= factor;
    }
    floats.write(0, numbers, 0, count);
  }

  @Override
  public synchronized void destroy(Pointer communicator) {
    use(communicator);
    calls.add("destroy");
    isGone = true;
  }

  @Override
  public synchronized void abort(Pointer communicator) {
    use(communicator);
    calls.add("abort");
    if (isInSum) {
      misuse.add("freed during a call");
    }
    isGone = true;
    notifyAll();
    while (abortBlocks && !isReleased) {
      try {
        wait();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Lets a call return that blocks for ever. */
  synchronized void release() {
    isReleased = true;
    notifyAll();
  }

  @Override
  public synchronized Pointer newStream() {
    Pointer stream = newPointer();
    streams.put(Pointer.nativeValue(stream), new ArrayDeque<>());
    return stream;
  }

  @Override
  public synchronized void destroyStream(Pointer stream) {
    stream(stream);
    streams.remove(Pointer.nativeValue(stream));
  }

  @Override
  public synchronized Pointer newEvent() {
    Pointer event = newPointer();
    events.put(Pointer.nativeValue(event), new boolean[] {true});
    return event;
  }

  @Override
  public synchronized void destroyEvent(Pointer event) {
    state(event);
    events.remove(Pointer.nativeValue(event));
  }

  private boolean[] state(Pointer event) {
    boolean[] state = events.get(Pointer.nativeValue(event));
    if (state == null) {
      throw gone("event");
    }
    return state;
  }

  private static String name(Pointer stream) {
    return stream.equals(COMPUTING) ? "computing" : "own";
  }

  @Override
  public synchronized void record(Pointer event, Pointer stream) {
    calls.add("record on " + name(stream));
    state(event);
    boolean[] recorded = {false};
    events.put(Pointer.nativeValue(event), recorded);
    stream(stream)
        .add(
            () -> {
              recorded[0] = true;
              return true;
            });
  }

  @Override
  public synchronized void holdUntil(Pointer event, Pointer stream) {
    calls.add("hold " + name(stream));
    boolean[] recorded = state(event);
    stream(stream).add(() -> recorded[0]);
  }

  @Override
  public synchronized boolean hasHappened(Pointer event) {
    run();
    return state(event)[0];
  }
}

package dev.spinrun.trainer.workers;

import com.sun.jna.Pointer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A collective on its way, asked for its end again and again: waiting natively would throw. */
final class GlooWork implements Workers.Pending {
  /** Gloo ends what takes too long by itself; this is for the case that it does not. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String what;
  private final Duration timeout;
  private @Nullable Pointer work;
  private @Nullable String error;

  GlooWork(String what, Pointer work, Duration timeout) {
    this.what = what;
    this.work = work;
    this.timeout = timeout;
  }

  private boolean isDone() {
    Pointer running = work;
    if (running == null) {
      return true;
    }
    if (!answer(C10d.IS_COMPLETED.invokeInt(new Object[] {running}))) {
      return false;
    }
    if (!answer(C10d.IS_SUCCESS.invokeInt(new Object[] {running}))) {
      error = failure(running);
    }
    C10d.release(running);
    work = null;
    return true;
  }

  /** A bool is one byte of the register. */
  private static boolean answer(int register) {
    return (register & 1) == 1;
  }

  private static String failure(Pointer work) {
    Pointer holder = C10d.memory(Long.BYTES);
    C10d.EXCEPTION.invokeVoid(new Object[] {holder, work});
    Pointer exception = holder.getPointer(0);
    C10d.free(holder);
    return exception == null ? "unknown" : NativeGuard.what(exception);
  }

  @Override
  public void await() {
    long deadline = System.nanoTime() + timeout.plus(GRACE).toNanos();
    for (int i = 0; !isDone(); i++) {
      if (NativeGuard.lost() != null) {
        throw new WorkerFailureException(what, String.valueOf(NativeGuard.lost()));
      }
      if (System.nanoTime() > deadline) {
        throw new WorkerFailureException(what, "no answer within " + timeout);
      }
      CollectivePauses.after(i);
    }
    if (error != null) {
      throw new WorkerFailureException(what, error);
    }
  }
}

package dev.spinrun.trainer.workers;

import com.sun.jna.Callback;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls C++ functions that may throw.
 *
 * <p>No C++ frame above a call from Java can catch, so libstdc++ calls the terminate handler,
 * before it unwinds anything, on the thread that throws. Ours tells the caller and parks that
 * thread for ever; where there is no caller, as in Gloo's own threads, it remembers the failure.
 * All other exceptions end the process, as they would without us. Source: libstdc++,
 * eh_terminate.cc and unwind-cxx.h of GCC 12.
 */
final class NativeGuard {
  private static final NativeLibrary STANDARD = NativeLibrary.getInstance("libstdc++.so.6");

  /** Bytes of {@code __cxa_exception}, behind which the thrown object lies. */
  private static final int HEADER_BYTES = 112;

  /** Slot of {@code std::exception::what} in the table of virtual functions. */
  private static final int WHAT = 2 * Long.BYTES;

  private static final ConcurrentMap<Thread, CompletableFuture<Object>> RUNNING =
      new ConcurrentHashMap<>();

  private static volatile @Nullable String lost;

  /** Kept reachable: native code holds it. */
  private static final Handler HANDLER = NativeGuard::terminated;

  private static final Pointer FORMER =
      STANDARD.getFunction("_ZSt13set_terminatePFvvE").invokePointer(new Object[] {HANDLER});

  private NativeGuard() {}

  /** What libstdc++ calls. */
  interface Handler extends Callback {
    /** Ends the process; never returns. */
    void invoke();
  }

  /** What a thread of Gloo itself threw; null if nothing did. */
  static @Nullable String lost() {
    return lost;
  }

  /**
   * Runs a call on a thread of its own.
   *
   * @param what names the call in errors
   * @throws WorkerFailureException with the text of the C++ exception that it threw
   */
  static <T> T call(String what, Callable<T> call) {
    CompletableFuture<Object> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              RUNNING.put(Thread.currentThread(), result);
              try {
                result.complete(call.call());
              } catch (Exception | LinkageError e) {
                result.completeExceptionally(e);
              } finally {
                RUNNING.remove(Thread.currentThread());
              }
            },
            "workers");
    thread.setDaemon(true);
    thread.start();
    try {
      @SuppressWarnings("unchecked") // completed by the call alone
      T value = (T) result.join();
      return value;
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new WorkerFailureException(what, String.valueOf(cause.getMessage()));
    }
  }

  private static void terminated() {
    CompletableFuture<Object> caller = RUNNING.get(Thread.currentThread());
    String thrown = thrown();
    if (caller != null) {
      caller.completeExceptionally(new IllegalStateException(thrown));
    } else if (thrown.contains("gloo")) {
      lost = thrown;
    } else {
      Function.getFunction(FORMER).invokeVoid(new Object[0]);
    }
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        // Returning would end the process.
        Thread.currentThread().interrupt();
        Thread.interrupted();
      }
    }
  }

  /** Type and text of the exception in flight. */
  private static String thrown() {
    Pointer type =
        STANDARD.getFunction("__cxa_current_exception_type").invokePointer(new Object[0]);
    if (type == null) {
      return "the C++ runtime ended without an exception";
    }
    Pointer globals = STANDARD.getFunction("__cxa_get_globals").invokePointer(new Object[0]);
    Pointer header = globals == null ? null : globals.getPointer(0);
    String text = header == null ? "" : what(header.share(HEADER_BYTES));
    return type.getPointer(Long.BYTES).getString(0) + ": " + text;
  }

  /** First line of the text of an exception derived from std::exception. */
  static String what(Pointer exception) {
    Pointer function = exception.getPointer(0).getPointer(WHAT);
    String text =
        Function.getFunction(function).invokePointer(new Object[] {exception}).getString(0);
    return text.lines().findFirst().orElse("");
  }
}

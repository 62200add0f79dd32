package dev.spinrun.runstore.network;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.object.StoreException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Tries a call again while that can help: transient failures only, a bounded number of times within
 * a bounded time, with exponentially growing pauses of random length, so that many pods do not
 * knock at the same moment.
 */
public final class CallRetries {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  private final int attempts;
  private final Duration budget;
  private final Duration credentialsBudget;

  /** As often and as long as the settings have patience. */
  public CallRetries(StoreSettings settings) {
    Patience patience = settings.patience();
    this.attempts = patience.attempts();
    this.budget = patience.retry();
    this.credentialsBudget =
        settings.credentialsMayChange() ? patience.credentials() : Duration.ZERO;
  }

  /**
   * Runs the call; {@code explain} turns whatever it throws into the exception that is judged and,
   * in the end, thrown.
   */
  public <T> T run(Callable<T> call, Function<Exception, StoreException> explain) {
    // Counted from the first failure: an upload of an hour that breaks near its end may be tried
    // again too.
    long firstFailure = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.call();
      } catch (Exception e) {
        StoreException failure = e instanceof StoreException s ? s : explain.apply(e);
        firstFailure = attempt == 1 ? System.nanoTime() : firstFailure;
        Duration pause = pause(attempt);
        Duration passed = Duration.ofNanos(System.nanoTime() - firstFailure);
        if (!canHelp(failure, attempt, passed.plus(pause))) {
          throw failure;
        }
        sleep(pause, failure);
      }
    }
  }

  /** A key that has expired is replaced in its Secret, and some minutes later in this pod. */
  private boolean canHelp(StoreException failure, int attempt, Duration atNextTry) {
    return failure.kind() == StoreFailure.CREDENTIALS_REJECTED
        ? atNextTry.compareTo(credentialsBudget) < 0
        : failure.isTransient() && attempt < attempts && atNextTry.compareTo(budget) < 0;
  }

  private static Duration pause(int attempt) {
    long longest =
        Math.min(FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 20), LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  private static void sleep(Duration pause, StoreException failure) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
      throw failure;
    }
  }
}

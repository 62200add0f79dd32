package dev.spinrun.e2e.cluster;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long the fault of a test lasted, beside the test as a whole, which is to take at most twice
 * as long: a run needs no longer for itself and for getting over a fault than the fault was there.
 * Printed and not asserted: the figure is that of the machine and of what else it does.
 */
public final class FaultClock implements AutoCloseable {
  private static final Duration LASTING =
      Duration.parse(System.getProperty("spinrun.fault", "PT1M"));

  private final String test;
  private final Instant start = Instant.now();
  private @Nullable Instant begin;
  private @Nullable Instant end;

  FaultClock(String test) {
    this.test = test;
  }

  /** How long a fault lasts that a test ends. */
  public static Duration lasting() {
    return LASTING;
  }

  /** The fault is there from now on, to the end of the test if {@link #ends} is not called. */
  public synchronized void begins() {
    begin = Instant.now();
  }

  /** All is well from now on. */
  public synchronized void ends() {
    end = Instant.now();
  }

  /** Whether the fault has been there for {@link #lasting}. */
  public boolean hasLasted() {
    return left().isNegative();
  }

  /** Waits until it has. */
  public void waitUntilItHasLasted() {
    try {
      Thread.sleep(Math.max(0, left().toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during the fault of " + test, e);
    }
  }

  private synchronized Duration left() {
    if (begin == null) {
      throw new IllegalStateException("the fault of " + test + " has not begun");
    }
    return LASTING.minus(Duration.between(begin, Instant.now()));
  }

  /** Prints both times. */
  @Override
  public synchronized void close() {
    if (begin == null) {
      return;
    }
    Instant over = Instant.now();
    double fault = seconds(begin, end == null ? over : end);
    double whole = seconds(start, over);
    System.out.printf("%s: fault %.1f s, test %.1f s, %.2f%n", test, fault, whole, whole / fault);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}

package dev.spinrun.runstore.object;

import org.jspecify.annotations.Nullable;

/**
 * A failure without its words: what it was and where, for a log. The words of libraries may quote
 * what a server sent.
 */
public final class Wordless extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_CHAIN = 8;

  private Wordless(Throwable thrown, @Nullable Wordless cause) {
    super(thrown.getClass().getName(), cause);
    setStackTrace(thrown.getStackTrace());
  }

  /** The same failure and its causes. */
  public static Wordless of(Throwable thrown) {
    return of(thrown, LONGEST_CHAIN);
  }

  private static Wordless of(Throwable thrown, int depth) {
    Throwable cause = thrown.getCause();
    return new Wordless(thrown, cause == null || depth == 0 ? null : of(cause, depth - 1));
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}

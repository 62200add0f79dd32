package dev.spinrun.runstore.object;

import dev.spinrun.contract.failure.StoreFailure;
import org.jspecify.annotations.Nullable;

/**
 * A store did not do what it was asked; the message says what, where and what to do, and holds no
 * secret and no word that a server sent.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StoreFailure kind;

  /** The cause is kept without its words, which may be a server's. */
  public StoreException(StoreFailure kind, String message, @Nullable Throwable cause) {
    super(message, cause == null ? null : Wordless.of(cause));
    this.kind = kind;
  }

  /** An error without a cause in the transport. */
  public StoreException(StoreFailure kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Why the store did not do it. */
  public StoreFailure kind() {
    return kind;
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  public boolean isTransient() {
    return kind == StoreFailure.UNREACHABLE;
  }
}

package dev.spinrun.runstore.object;

import org.jspecify.annotations.Nullable;

/**
 * A store did not do what it was asked; the message says what, where and what to do, and holds no
 * secret and no word that a server sent.
 */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, as far as a caller can act on it. */
  public enum Kind {
    /** No such object. */
    NOT_FOUND,
    /** No such bucket. */
    NO_SUCH_BUCKET,
    /** The store does not know these credentials, or no longer. */
    CREDENTIALS_REJECTED,
    /** The credentials are known, and may not do this. */
    ACCESS_DENIED,
    /** A write that must not replace anything would replace it. */
    NO_CONDITIONAL_WRITES,
    /** The bucket is in another region, or at another endpoint. */
    WRONG_REGION,
    /** The clocks of client and store differ too much. */
    CLOCK_SKEW,
    /** No space left. */
    FULL,
    /** More bytes than the caller takes. */
    TOO_LARGE,
    /** What came is not what was written. */
    CORRUPT,
    /** No answer, a broken connection or a server error, after all retries. */
    UNREACHABLE,
    /** Anything else that the store refused. */
    REFUSED
  }

  private final Kind kind;

  /** The cause is kept without its words, which may be a server's. */
  public StoreException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause == null ? null : Wordless.of(cause));
    this.kind = kind;
  }

  /** An error without a cause in the transport. */
  public StoreException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  public boolean isTransient() {
    return kind == Kind.UNREACHABLE;
  }
}

package dev.spinrun.runstore.s3;

import dev.spinrun.runstore.network.Causes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A store's answer that is no success. It holds numbers and words of our own table alone: what else
 * a server may write into an answer reaches no message and no log.
 */
final class Refusal extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String code;
  private final boolean head;

  /**
   * An answer with this status.
   *
   * @param code one of {@link S3Codes}; null where the answer has none of them
   * @param head whether it answers a HEAD, which has no body to give a reason in
   */
  Refusal(int status, @Nullable String code, boolean head) {
    super(code == null ? "HTTP " + status : "HTTP " + status + " " + code);
    this.status = status;
    this.code = code;
    this.head = head;
  }

  int status() {
    return status;
  }

  @Nullable String code() {
    return code;
  }

  boolean isOfHead() {
    return head;
  }

  /** Whether the same question with another method may be told why. */
  boolean isWithoutReason() {
    return head && code == null && (status == 400 || status == 401 || status == 403);
  }

  /** The refusal behind what the SDK throws. */
  static @Nullable Refusal in(Throwable thrown) {
    return Causes.find(thrown, Refusal.class);
  }

  /** A store that is polled answers so most of the time, and nobody asks where from. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}

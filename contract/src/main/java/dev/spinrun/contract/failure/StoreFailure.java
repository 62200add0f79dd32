package dev.spinrun.contract.failure;

import java.util.Set;

/** Why a store did not do what it was asked, and what follows from it. */
public enum StoreFailure {
  /** The Secret that the run names is not there. */
  CREDENTIALS_SECRET_MISSING(FailureClass.CONFIGURATION, "CredentialsSecretMissing"),
  /** The Secret lacks a key. */
  CREDENTIALS_SECRET_INVALID(FailureClass.CONFIGURATION, "CredentialsSecretInvalid"),
  /** No such object. */
  NOT_FOUND(FailureClass.DATA, "StoreRefused", "there is no such object."),
  /** No such bucket. */
  NO_SUCH_BUCKET(FailureClass.CONFIGURATION, "NoSuchBucket"),
  /**
   * The store does not know these credentials, or no longer. A key that has expired is replaced:
   * the next pod has the new one.
   */
  CREDENTIALS_REJECTED(
      FailureClass.INFRASTRUCTURE,
      "StoreCredentialsRejected",
      "the store rejects the credentials (%s). Put a valid key into the credentials Secret; the run goes on by itself."),
  /** The credentials are known, and may not do this. */
  ACCESS_DENIED(
      FailureClass.CONFIGURATION,
      "StoreAccessDenied",
      "access is denied (%s). Check that the credentials may read and write the bucket."),
  /** A write that must not replace anything would replace it: promotions would not be safe. */
  NO_CONDITIONAL_WRITES(FailureClass.CONFIGURATION, "ConditionalWritesIgnored"),
  /** The bucket is in another region, or at another endpoint. */
  WRONG_REGION(
      FailureClass.CONFIGURATION,
      "WrongRegion",
      "the bucket is in another region (%s). Set storage.region."),
  /** The clocks of client and store differ too much. */
  CLOCK_SKEW(
      FailureClass.INFRASTRUCTURE,
      "ClockSkew",
      "the clocks of this node and the store differ too much (%s). Set them."),
  /** No space left. */
  FULL(FailureClass.INFRASTRUCTURE, "StoreFull", "the store is full (%s). Make room."),
  /** More bytes than the caller takes. */
  TOO_LARGE(FailureClass.DATA, "StoreDocumentInvalid"),
  /** What came is not what was written, or not what this version can read. */
  CORRUPT(FailureClass.DATA, "StoreDocumentInvalid"),
  /** No answer, a broken connection or a server error, after all retries. */
  UNREACHABLE(
      FailureClass.INFRASTRUCTURE,
      "StoreUnreachable",
      "the server answers with an error (%s). Check endpoint and network."),
  /** Anything else that the store refused. */
  REFUSED(FailureClass.APPLICATION, "StoreRefused");

  private static final Set<StoreFailure> OF_FILES =
      Set.of(NOT_FOUND, NO_SUCH_BUCKET, TOO_LARGE, CORRUPT);

  private final FailureClass failureClass;
  private final String reason;
  private final String sentence;

  StoreFailure(FailureClass failureClass, String reason) {
    this(failureClass, reason, "the store refuses (%s).");
  }

  StoreFailure(FailureClass failureClass, String reason, String sentence) {
    this.failureClass = failureClass;
    this.reason = reason;
    this.sentence = sentence;
  }

  /** Class of a stage that fails because of it. */
  public FailureClass failureClass() {
    return failureClass;
  }

  /** Reason of the condition StoreReachable while it lasts. */
  public String reason() {
    return reason;
  }

  /** What happened and what to do, with what the store answered. */
  public String sentence(String answer) {
    return sentence.formatted(answer);
  }

  /** Whether the files that were asked for are wrong, not the way to them. */
  public boolean concernsFiles() {
    return OF_FILES.contains(this);
  }
}

package dev.spinrun.runstore.s3;

import dev.spinrun.contract.failure.StoreFailure;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The error codes that are known, and what each means. Source: Amazon S3 API reference, "Error
 * responses"; MinIO, cmd/api-errors.go; versitygw, s3err.
 */
final class S3Codes {
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9]{1,64})</Code>");

  private static final Map<String, StoreFailure> KINDS = new TreeMap<>();

  static {
    know(
        StoreFailure.CREDENTIALS_REJECTED,
        "ExpiredToken",
        "InvalidAccessKeyId",
        "InvalidToken",
        "InvalidTokenId",
        "SignatureDoesNotMatch",
        "TokenRefreshRequired",
        // versitygw's word for an unknown access key
        "XAdminUserNotFound");
    know(
        StoreFailure.ACCESS_DENIED,
        "AccessDenied",
        "AccountProblem",
        "AllAccessDisabled",
        "InvalidObjectState",
        "NotSignedUp");
    know(StoreFailure.NOT_FOUND, "NoSuchKey", "NoSuchObject", "NoSuchVersion");
    know(StoreFailure.NO_SUCH_BUCKET, "NoSuchBucket");
    know(
        StoreFailure.WRONG_REGION,
        "AuthorizationHeaderMalformed",
        "IllegalLocationConstraintException",
        "InvalidRegion",
        "PermanentRedirect",
        "TemporaryRedirect");
    know(StoreFailure.CLOCK_SKEW, "RequestTimeTooSkewed");
    know(
        StoreFailure.FULL,
        "InsufficientStorage",
        "QuotaExceeded",
        "XMinioAdminBucketQuotaExceeded",
        "XMinioStorageFull");
    know(
        StoreFailure.UNREACHABLE,
        "ConditionalRequestConflict",
        // An upload that was cut; MinIO's word also for a disk that is filling up meanwhile.
        "IncompleteBody",
        "InternalError",
        "NoSuchUpload",
        "OperationAborted",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "SlowDownRead",
        "SlowDownWrite",
        "XMinioServerNotInitialized");
    know(
        StoreFailure.REFUSED,
        "BadDigest",
        "EntityTooLarge",
        "InvalidArgument",
        "InvalidBucketName",
        "InvalidDigest",
        "InvalidRequest",
        "KeyTooLongError",
        "MalformedXML",
        "MethodNotAllowed",
        "NotImplemented",
        "PreconditionFailed",
        "XAmzContentSHA256Mismatch");
  }

  private S3Codes() {}

  private static void know(StoreFailure kind, String... codes) {
    for (String code : codes) {
      KINDS.put(code, kind);
    }
  }

  /** What a known code means. */
  static @Nullable StoreFailure kind(@Nullable String code) {
    return code == null ? null : KINDS.get(code);
  }

  /** The code itself if it is known, else null. */
  static @Nullable String known(@Nullable String code) {
    return code != null && KINDS.containsKey(code) ? code : null;
  }

  /** The first code in the text of an error, if it is a known one. */
  static @Nullable String in(String body) {
    Matcher code = CODE.matcher(body);
    return code.find() ? known(code.group(1)) : null;
  }
}

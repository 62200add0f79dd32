package dev.spinrun.runstore.s3;

import dev.spinrun.runstore.object.StoreException.Kind;
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

  private static final Map<String, Kind> KINDS = new TreeMap<>();

  static {
    know(
        Kind.CREDENTIALS_REJECTED,
        "ExpiredToken",
        "InvalidAccessKeyId",
        "InvalidToken",
        "InvalidTokenId",
        "SignatureDoesNotMatch",
        "TokenRefreshRequired",
        // versitygw's word for an unknown access key
        "XAdminUserNotFound");
    know(
        Kind.ACCESS_DENIED,
        "AccessDenied",
        "AccountProblem",
        "AllAccessDisabled",
        "InvalidObjectState",
        "NotSignedUp");
    know(Kind.NOT_FOUND, "NoSuchKey", "NoSuchObject", "NoSuchVersion");
    know(Kind.NO_SUCH_BUCKET, "NoSuchBucket");
    know(
        Kind.WRONG_REGION,
        "AuthorizationHeaderMalformed",
        "IllegalLocationConstraintException",
        "InvalidRegion",
        "PermanentRedirect",
        "TemporaryRedirect");
    know(Kind.CLOCK_SKEW, "RequestTimeTooSkewed");
    know(
        Kind.FULL,
        "InsufficientStorage",
        "QuotaExceeded",
        "XMinioAdminBucketQuotaExceeded",
        "XMinioStorageFull");
    know(
        Kind.UNREACHABLE,
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
        Kind.REFUSED,
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

  private static void know(Kind kind, String... codes) {
    for (String code : codes) {
      KINDS.put(code, kind);
    }
  }

  /** What a known code means. */
  static @Nullable Kind kind(@Nullable String code) {
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

package dev.spinrun.runstore.object;

import dev.spinrun.runstore.object.StoreException.Kind;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.ServerException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the S3 client throws into one sentence with endpoint, bucket and key, and into a kind
 * that callers act on.
 */
final class S3Failures {
  private static final Set<String> NO_ACCESS =
      Set.of(
          "AccessDenied",
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "AllAccessDisabled",
          // versitygw's word for an unknown access key
          "XAdminUserNotFound");
  private static final Set<String> NO_SPACE =
      Set.of(
          "XMinioStorageFull",
          "InsufficientStorage",
          "QuotaExceeded",
          "XMinioAdminBucketQuotaExceeded");
  private static final Set<String> WRONG_REGION =
      Set.of(
          "AuthorizationHeaderMalformed",
          "PermanentRedirect",
          "InvalidRegion",
          "IllegalLocationConstraintException");
  private static final int INSUFFICIENT_STORAGE = 507;

  private final String endpoint;
  private final StoreUri root;

  S3Failures(String endpoint, StoreUri root) {
    this.endpoint = endpoint;
    this.root = root;
  }

  StoreException explain(String verb, String key, Throwable thrown) {
    ErrorResponseException answer = find(thrown, ErrorResponseException.class);
    if (answer != null) {
      return refused(verb, key, answer);
    }
    ServerException server = find(thrown, ServerException.class);
    if (server != null) {
      return unreachable(
          verb, key, "the server answers with an error (" + server.getMessage() + ")", thrown);
    }
    if (find(thrown, MissingObject.class) != null) {
      return missing(verb, key, thrown);
    }
    IOException io = find(thrown, IOException.class);
    if (io != null) {
      return unreachable(verb, key, reason(io), thrown);
    }
    return failure(Kind.REFUSED, verb, key, String.valueOf(thrown.getMessage()), thrown);
  }

  private StoreException refused(String verb, String key, ErrorResponseException answer) {
    String code = String.valueOf(answer.errorResponse().code());
    int status = answer.response().code();
    if (code.equals("NoSuchKey") || code.equals("NoSuchObject")) {
      return missing(verb, key, answer);
    }
    if (code.equals("NoSuchBucket")) {
      return noSuchBucket(verb, key, answer);
    }
    if (NO_ACCESS.contains(code)) {
      return failure(
          Kind.ACCESS_DENIED,
          verb,
          key,
          "access is denied ("
              + code
              + "). Check the credentials and that they may read and write the bucket.",
          answer);
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return failure(
          Kind.CLOCK_SKEW,
          verb,
          key,
          "the clocks of this node and the store differ too much. Set them.",
          answer);
    }
    if (WRONG_REGION.contains(code)) {
      return failure(
          Kind.WRONG_REGION,
          verb,
          key,
          "the bucket is in another region (" + code + "). Set storage.region.",
          answer);
    }
    if (NO_SPACE.contains(code) || status == INSUFFICIENT_STORAGE) {
      return failure(Kind.FULL, verb, key, "the store is full (" + code + "). Make room.", answer);
    }
    if (status == 404) {
      return failure(Kind.NOT_FOUND, verb, key, "there is no such object (" + code + ").", answer);
    }
    if (status == 403 || status == 401) {
      return failure(
          Kind.ACCESS_DENIED,
          verb,
          key,
          "access is denied (" + code + "). Check the credentials.",
          answer);
    }
    if (status >= 500
        || status == 429
        // Another conditional write of the same key is going on.
        || status == 409
        || code.equals("SlowDown")
        || code.equals("RequestTimeout")
        // An upload that was cut; MinIO's word also for a disk that is filling up meanwhile.
        || code.equals("IncompleteBody")) {
      return unreachable(verb, key, "the server answers " + status + " " + code, answer);
    }
    return failure(
        Kind.REFUSED, verb, key, "the store refuses (" + status + " " + code + ").", answer);
  }

  /** One object of a folder stayed. */
  StoreException notDeleted(String folder, String object, String code) {
    Kind kind = NO_ACCESS.contains(code) ? Kind.ACCESS_DENIED : Kind.REFUSED;
    return failure(
        kind,
        "delete all of",
        folder,
        "the store keeps " + object + " (" + code + "). Check that the credentials may delete.",
        null);
  }

  /** The bucket of this store is not there. */
  StoreException noSuchBucket(String verb) {
    return noSuchBucket(verb, "", null);
  }

  private StoreException noSuchBucket(String verb, String key, @Nullable Throwable cause) {
    String why = "there is no bucket '" + root.bucket() + "'. Create it, or correct the URI.";
    return failure(Kind.NO_SUCH_BUCKET, verb, key, why, cause);
  }

  private StoreException missing(String verb, String key, Throwable cause) {
    return failure(Kind.NOT_FOUND, verb, key, "there is no such object.", cause);
  }

  private StoreException unreachable(String verb, String key, String why, Throwable cause) {
    return failure(Kind.UNREACHABLE, verb, key, why + ". Check endpoint and network.", cause);
  }

  private StoreException failure(
      Kind kind, String verb, String key, String why, @Nullable Throwable cause) {
    String what = key.isEmpty() ? root.toString() : root.resolve(key).toString();
    return new StoreException(
        kind, "Cannot %s %s at %s: %s".formatted(verb, what, endpoint, why), cause);
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "the host name is unknown";
    }
    if (e instanceof ConnectException) {
      return "the connection is refused";
    }
    if (e instanceof InterruptedIOException) {
      return "there is no answer in time";
    }
    if (e instanceof SSLException) {
      return "TLS fails (" + e.getMessage() + ")";
    }
    if (e instanceof EOFException) {
      // OkHttp's own words are of its parser: "\\n not found: limit=0 content=…".
      return "the connection ends before the answer does";
    }
    return "the connection breaks (" + e.getMessage() + ")";
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}

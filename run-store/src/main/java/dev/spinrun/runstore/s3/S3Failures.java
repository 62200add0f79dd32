package dev.spinrun.runstore.s3;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.network.Causes;
import dev.spinrun.runstore.network.Wire;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.object.StoreUri;
import io.minio.errors.XmlParserException;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the S3 client throws into one sentence with endpoint, bucket and key, and into a kind
 * that callers act on. No word of a server gets into it.
 */
final class S3Failures {
  private final String endpoint;
  private final StoreUri root;

  S3Failures(String endpoint, StoreUri root) {
    this.endpoint = endpoint;
    this.root = root;
  }

  StoreException explain(String verb, String key, Throwable thrown) {
    StoreException ours = Causes.find(thrown, StoreException.class);
    if (ours != null) {
      return ours;
    }
    Refusal refusal = Refusal.in(thrown);
    if (refusal != null) {
      return refused(verb, key, refusal);
    }
    IOException io = io(thrown);
    if (io != null && Causes.find(thrown, XmlParserException.class) == null) {
      return wire(verb, key, io);
    }
    return failure(
        StoreFailure.REFUSED,
        verb,
        key,
        "it answers with what no S3 store says. Check that the endpoint is one.",
        thrown);
  }

  /** The SDK takes off whatever is around a refused certificate. */
  private static @Nullable IOException io(Throwable thrown) {
    CertificateException certificate = Causes.find(thrown, CertificateException.class);
    return certificate == null
        ? Causes.find(thrown, IOException.class)
        : new SSLException(certificate);
  }

  private StoreException wire(String verb, String key, IOException io) {
    String why = Wire.reason(io) + ".";
    return Wire.isFinal(io)
        ? failure(StoreFailure.REFUSED, verb, key, why + " Check the endpoint.", io)
        : failure(StoreFailure.UNREACHABLE, verb, key, why + " Check endpoint and network.", io);
  }

  private StoreException refused(String verb, String key, Refusal refusal) {
    StoreFailure kind = kind(refusal, key);
    return failure(kind, verb, key, why(kind, refusal), refusal);
  }

  /** The status comes first: what stands between us and the store answers with any body. */
  private static StoreFailure kind(Refusal refusal, String key) {
    StoreFailure byCode = S3Codes.kind(refusal.code());
    int status = refusal.status();
    if (status / 100 == 3) {
      return StoreFailure.WRONG_REGION;
    }
    if (status == 507 || byCode == StoreFailure.FULL) {
      return StoreFailure.FULL;
    }
    // 409: another conditional write of the same key is going on.
    if (status == 408 || status == 409 || status == 429 || (status >= 500 && status != 501)) {
      return StoreFailure.UNREACHABLE;
    }
    if (byCode != null) {
      return byCode;
    }
    return switch (status) {
      case 401 -> StoreFailure.CREDENTIALS_REJECTED;
      case 403 -> StoreFailure.ACCESS_DENIED;
      // A HEAD cannot say more. To a GET a store would have said what is not there, and in its own
      // words: this is somebody else, such as a gateway whose store is being restarted.
      case 404 ->
          !refusal.isOfHead()
              ? StoreFailure.UNREACHABLE
              : key.isEmpty() ? StoreFailure.NO_SUCH_BUCKET : StoreFailure.NOT_FOUND;
      default -> StoreFailure.REFUSED;
    };
  }

  private String why(StoreFailure kind, Refusal refusal) {
    String answer = String.valueOf(refusal.getMessage());
    if (kind == StoreFailure.NO_SUCH_BUCKET) {
      return noBucket();
    }
    return refusal.status() / 100 == 3
        ? "it answers with a redirect (%s), which is not followed. Give the endpoint that it redirects to, or set storage.region."
            .formatted(answer)
        : kind.sentence(answer);
  }

  /** The store knows no write that replaces nothing. */
  StoreException noConditionalWrites(String key) {
    return failure(
        StoreFailure.NO_CONDITIONAL_WRITES,
        "create",
        key,
        "the store knows no conditional writes (If-None-Match). Use one that does.",
        null);
  }

  /** One object of a folder stayed. */
  StoreException notDeleted(String folder, @Nullable String code) {
    String known = S3Codes.known(code);
    StoreFailure kind = S3Codes.kind(known);
    return failure(
        kind == StoreFailure.ACCESS_DENIED || kind == StoreFailure.UNREACHABLE
            ? kind
            : StoreFailure.REFUSED,
        "delete all of",
        folder,
        "the store keeps an object (%s). Check that the credentials may delete."
            .formatted(known == null ? "no known reason" : known),
        null);
  }

  /** The listing has a key that was not asked for, or no end. */
  StoreException oddListing(String folder, String why) {
    return failure(StoreFailure.REFUSED, "list", folder, why, null);
  }

  /** There is more to do than there is time for; what is done stays done. */
  StoreException tooLong(String verb, String folder) {
    return failure(
        StoreFailure.UNREACHABLE,
        verb,
        folder,
        "it takes too long. It goes on with the next try.",
        null);
  }

  /** The bucket of this store is not there. */
  StoreException noSuchBucket(String verb) {
    return failure(StoreFailure.NO_SUCH_BUCKET, verb, "", noBucket(), null);
  }

  private String noBucket() {
    return "there is no bucket '" + root.bucket() + "'. Create it.";
  }

  private StoreException failure(
      StoreFailure kind, String verb, String key, String why, @Nullable Throwable cause) {
    String what = key.isEmpty() ? root.toString() : root.resolve(key).toString();
    return new StoreException(
        kind, "Cannot %s %s at %s: %s".formatted(verb, what, endpoint, why), cause);
  }
}

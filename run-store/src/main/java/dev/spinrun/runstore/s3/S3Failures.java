package dev.spinrun.runstore.s3;

import dev.spinrun.runstore.network.Causes;
import dev.spinrun.runstore.network.Wire;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.object.StoreException.Kind;
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
        Kind.REFUSED,
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
        ? failure(Kind.REFUSED, verb, key, why + " Check the endpoint.", io)
        : failure(Kind.UNREACHABLE, verb, key, why + " Check endpoint and network.", io);
  }

  private StoreException refused(String verb, String key, Refusal refusal) {
    Kind kind = kind(refusal, key);
    return failure(kind, verb, key, why(kind, refusal), refusal);
  }

  /** The status comes first: what stands between us and the store answers with any body. */
  private static Kind kind(Refusal refusal, String key) {
    Kind byCode = S3Codes.kind(refusal.code());
    int status = refusal.status();
    if (status / 100 == 3) {
      return Kind.WRONG_REGION;
    }
    if (status == 507 || byCode == Kind.FULL) {
      return Kind.FULL;
    }
    // 409: another conditional write of the same key is going on.
    if (status == 408 || status == 409 || status == 429 || (status >= 500 && status != 501)) {
      return Kind.UNREACHABLE;
    }
    if (byCode != null) {
      return byCode;
    }
    return switch (status) {
      case 401 -> Kind.CREDENTIALS_REJECTED;
      case 403 -> Kind.ACCESS_DENIED;
      // A HEAD cannot say more. To a GET a store would have said what is not there, and in its own
      // words: this is somebody else, such as a gateway whose store is being restarted.
      case 404 ->
          !refusal.isOfHead()
              ? Kind.UNREACHABLE
              : key.isEmpty() ? Kind.NO_SUCH_BUCKET : Kind.NOT_FOUND;
      default -> Kind.REFUSED;
    };
  }

  private String why(Kind kind, Refusal refusal) {
    String answer = refusal.getMessage();
    return switch (kind) {
      case NOT_FOUND -> "there is no such object.";
      case NO_SUCH_BUCKET -> noBucket();
      case CREDENTIALS_REJECTED ->
          "the store rejects the credentials (%s). Put a valid key into the credentials Secret; the run goes on by itself."
              .formatted(answer);
      case ACCESS_DENIED ->
          "access is denied (%s). Check that the credentials may read and write the bucket."
              .formatted(answer);
      case WRONG_REGION ->
          refusal.status() / 100 == 3
              ? "it answers with a redirect (%s), which is not followed. Give the endpoint that it redirects to, or set storage.region."
                  .formatted(answer)
              : "the bucket is in another region (%s). Set storage.region.".formatted(answer);
      case CLOCK_SKEW ->
          "the clocks of this node and the store differ too much (%s). Set them.".formatted(answer);
      case FULL -> "the store is full (%s). Make room.".formatted(answer);
      case UNREACHABLE ->
          "the server answers with an error (%s). Check endpoint and network.".formatted(answer);
      default -> "the store refuses (%s).".formatted(answer);
    };
  }

  /** The store knows no write that replaces nothing. */
  StoreException noConditionalWrites(String key) {
    return failure(
        Kind.NO_CONDITIONAL_WRITES,
        "create",
        key,
        "the store knows no conditional writes (If-None-Match). Use one that does.",
        null);
  }

  /** One object of a folder stayed. */
  StoreException notDeleted(String folder, @Nullable String code) {
    String known = S3Codes.known(code);
    Kind kind = S3Codes.kind(known);
    return failure(
        kind == Kind.ACCESS_DENIED || kind == Kind.UNREACHABLE ? kind : Kind.REFUSED,
        "delete all of",
        folder,
        "the store keeps an object (%s). Check that the credentials may delete."
            .formatted(known == null ? "no known reason" : known),
        null);
  }

  /** The listing has a key that was not asked for, or no end. */
  StoreException oddListing(String folder, String why) {
    return failure(Kind.REFUSED, "list", folder, why, null);
  }

  /** There is more to do than there is time for; what is done stays done. */
  StoreException tooLong(String verb, String folder) {
    return failure(
        Kind.UNREACHABLE, verb, folder, "it takes too long. It goes on with the next try.", null);
  }

  /** The bucket of this store is not there. */
  StoreException noSuchBucket(String verb) {
    return failure(Kind.NO_SUCH_BUCKET, verb, "", noBucket(), null);
  }

  private String noBucket() {
    return "there is no bucket '" + root.bucket() + "'. Create it.";
  }

  private StoreException failure(
      Kind kind, String verb, String key, String why, @Nullable Throwable cause) {
    String what = key.isEmpty() ? root.toString() : root.resolve(key).toString();
    return new StoreException(
        kind, "Cannot %s %s at %s: %s".formatted(verb, what, endpoint, why), cause);
  }
}

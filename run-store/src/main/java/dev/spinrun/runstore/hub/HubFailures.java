package dev.spinrun.runstore.hub;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.network.Wire;
import dev.spinrun.runstore.object.StoreException;
import java.io.IOException;
import okhttp3.Response;

/** What a hub refuses, as one sentence with a kind that callers act on. */
final class HubFailures {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private final String endpoint;
  private final HubUri uri;

  HubFailures(String endpoint, HubUri uri) {
    this.endpoint = endpoint;
    this.uri = uri;
  }

  /**
   * The hub's answer is no success; no word of it is told. Source: huggingface_hub, utils/_http.py,
   * X-Error-Code.
   */
  StoreException refused(String verb, String what, Response answer) {
    String code = answer.header("X-Error-Code", "");
    int status = answer.code();
    if (status / 100 == 3) {
      return failure(
          StoreFailure.REFUSED,
          verb,
          what,
          "the hub redirects (HTTP %d) to where it is not followed: in circles, or out of TLS"
              .formatted(status));
    }
    if (status == UNAUTHORIZED || status == FORBIDDEN || "GatedRepo".equals(code)) {
      return failure(
          StoreFailure.ACCESS_DENIED,
          verb,
          what,
          "access is denied, or there is no such repository. Check the name; accept the repository's conditions on the hub; give a token that may read it as %s in the credentials Secret"
              .formatted(HubSettings.TOKEN));
    }
    if (status == NOT_FOUND) {
      return missing(verb, what, String.valueOf(code));
    }
    if (status == TOO_MANY || status >= SERVER_ERROR) {
      return failure(StoreFailure.UNREACHABLE, verb, what, "the hub answers " + status);
    }
    return failure(StoreFailure.REFUSED, verb, what, "the hub answers " + status);
  }

  private StoreException missing(String verb, String what, String code) {
    return switch (code) {
      case "RepoNotFound" ->
          failure(
              StoreFailure.NO_SUCH_BUCKET,
              verb,
              what,
              "there is no such repository. Data sets are named as hf://datasets/owner/name");
      case "RevisionNotFound" ->
          failure(
              StoreFailure.NOT_FOUND, verb, what, "there is no revision '" + uri.revision() + "'");
      default -> failure(StoreFailure.NOT_FOUND, verb, what, "there is no such file");
    };
  }

  StoreException unreachable(String verb, String what, IOException reason) {
    return new StoreException(
        Wire.isFinal(reason) ? StoreFailure.REFUSED : StoreFailure.UNREACHABLE,
        sentence(verb, what, Wire.reason(reason)),
        reason);
  }

  /** It answered, and not as a hub does. */
  StoreException noHub(String verb, String what) {
    return failure(
        StoreFailure.REFUSED,
        verb,
        what,
        "the hub answers with what no hub says. Check %s".formatted(HubSettings.ENDPOINT));
  }

  StoreException corrupt(String what, String why) {
    return failure(StoreFailure.CORRUPT, "download", what, why);
  }

  private StoreException failure(StoreFailure kind, String verb, String what, String why) {
    return new StoreException(kind, sentence(verb, what, why));
  }

  private String sentence(String verb, String what, String why) {
    return "Cannot %s %s at %s: %s.".formatted(verb, what, endpoint, why);
  }
}

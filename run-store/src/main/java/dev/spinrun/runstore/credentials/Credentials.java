package dev.spinrun.runstore.credentials;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access to an S3 store. Its text never shows the secret. */
public record Credentials(String accessKeyId, String secretAccessKey, @Nullable String sessionToken)
    implements CredentialsSource {
  /** Key of the access key in the environment, and in the Secret of a SpinRun. */
  public static final String ACCESS_KEY_ID = "AWS_ACCESS_KEY_ID";

  /** Key of the secret key. */
  public static final String SECRET_ACCESS_KEY = "AWS_SECRET_ACCESS_KEY";

  /** Key of the token that temporary credentials carry. */
  public static final String SESSION_TOKEN = "AWS_SESSION_TOKEN";

  /**
   * The credentials in these variables; empty if there are none, so that the platform's identity is
   * used.
   */
  public static Optional<Credentials> from(Map<String, String> variables) {
    String id = variables.getOrDefault(ACCESS_KEY_ID, "");
    String secret = variables.getOrDefault(SECRET_ACCESS_KEY, "");
    if (id.isEmpty() && secret.isEmpty()) {
      return Optional.empty();
    }
    if (id.isEmpty() || secret.isEmpty()) {
      throw new IllegalArgumentException(
          "credentials are incomplete: %s is empty, give both %s and %s"
              .formatted(
                  id.isEmpty() ? ACCESS_KEY_ID : SECRET_ACCESS_KEY,
                  ACCESS_KEY_ID,
                  SECRET_ACCESS_KEY));
    }
    String token = variables.getOrDefault(SESSION_TOKEN, "");
    return Optional.of(new Credentials(id, secret, token.isEmpty() ? null : token));
  }

  /** These stay as they are. */
  @Override
  public Credentials current() {
    return this;
  }

  @Override
  public boolean mayChange() {
    return false;
  }

  @Override
  public String toString() {
    return "Credentials[secret]";
  }
}

package dev.spinrun.runstore.hub;

import dev.spinrun.runstore.credentials.CredentialsFolder;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which hub is asked. Its text never shows the token.
 *
 * @param endpoint URL of the hub
 * @param token of a user who may read the repositories; absent for public ones
 */
public record HubSettings(String endpoint, @Nullable String token) {
  /** Names the hub in the environment, as for huggingface_hub. */
  public static final String ENDPOINT = "HF_ENDPOINT";

  /** Holds the token in the environment, and in the Secret of a SpinRun. */
  public static final String TOKEN = "HF_TOKEN";

  private static final String PUBLIC = "https://huggingface.co";

  public HubSettings {
    endpoint = endpoint.replaceAll("/+$", "");
  }

  /** The settings in these variables. */
  public static HubSettings from(Map<String, String> variables) {
    String endpoint = variables.getOrDefault(ENDPOINT, "");
    String token = variables.getOrDefault(TOKEN, "");
    return new HubSettings(
        endpoint.isBlank() ? PUBLIC : endpoint.strip(), token.isBlank() ? null : token.strip());
  }

  /** The same with the token of a folder that holds a file for each key, if it has one. */
  public HubSettings in(@Nullable Path folder) {
    return folder == null
        ? this
        : new HubSettings(endpoint, new CredentialsFolder(folder).value(TOKEN).orElse(token));
  }

  @Override
  public String toString() {
    return "HubSettings[" + endpoint + (token == null ? "]" : ", token]");
  }
}

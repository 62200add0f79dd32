package dev.spinrun.runstore.credentials;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.object.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder with a file for each key, as a mounted Secret of Kubernetes is. It is read anew each
 * time: three small files cost less than the request that needs them.
 */
public record CredentialsFolder(Path folder) implements CredentialsSource {
  /** The option of the trainer in the environment. */
  public static final String VARIABLE = "SPINRUN_CREDENTIALS";

  /** The kubelet swaps this link, and with it all files at once. */
  private static final String DATA = "..data";

  private static final List<String> KEYS =
      List.of(Credentials.ACCESS_KEY_ID, Credentials.SECRET_ACCESS_KEY, Credentials.SESSION_TOKEN);

  /** The folder of before a swap may go while it is read; that of after it stays for long. */
  private static final int READS = 3;

  @Override
  public Credentials current() {
    try {
      return Credentials.from(files(KEYS)).orElseThrow(() -> unusable("it has neither key"));
    } catch (IllegalArgumentException e) {
      throw unusable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean mayChange() {
    return true;
  }

  /** The content of one file without white space at its ends, if it is there and not empty. */
  public Optional<String> value(String key) {
    return Optional.ofNullable(files(List.of(key)).get(key)).filter(text -> !text.isEmpty());
  }

  private Map<String, String> files(List<String> keys) {
    IOException failure = new IOException();
    for (int read = 0; read < READS; read++) {
      try {
        Path swapped = folder.resolve(DATA);
        // Resolved once: else a swap in between would pair an old key with a new secret.
        return read(Files.exists(swapped) ? swapped.toRealPath() : folder, keys);
      } catch (IOException e) {
        failure = e;
      }
    }
    throw unusable("it cannot be read: " + failure.getClass().getSimpleName());
  }

  private static Map<String, String> read(Path where, List<String> keys) throws IOException {
    Map<String, String> found = new HashMap<>();
    for (String key : keys) {
      try {
        found.put(key, Files.readString(where.resolve(key), StandardCharsets.UTF_8).strip());
      } catch (NoSuchFileException e) {
        if (!Files.isDirectory(where)) {
          throw e;
        }
      }
    }
    return found;
  }

  private StoreException unusable(String why) {
    return new StoreException(
        StoreFailure.CREDENTIALS_REJECTED,
        "The folder %s gives no credentials (%s). Put %s and %s into the credentials Secret; the run goes on by itself."
            .formatted(folder, why, Credentials.ACCESS_KEY_ID, Credentials.SECRET_ACCESS_KEY));
  }
}

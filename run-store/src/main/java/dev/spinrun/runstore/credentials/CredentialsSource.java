package dev.spinrun.runstore.credentials;

import dev.spinrun.runstore.object.StoreException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the access to an S3 store comes from. It is asked for each request, so that a new key
 * counts at once.
 */
public interface CredentialsSource {
  /**
   * The access that counts now.
   *
   * @throws StoreException of kind CREDENTIALS_REJECTED if there is none
   */
  Credentials current();

  /** Whether another answer may come later: then it is worth waiting for one. */
  boolean mayChange();

  /**
   * The source of a process: a folder of files, else its environment, else empty for the identity
   * that the platform gives it.
   *
   * @param folder holds a file for each key, as a mounted Secret does; null for none
   */
  static Optional<CredentialsSource> of(@Nullable Path folder, Map<String, String> environment) {
    return folder == null
        ? Credentials.from(environment).map(given -> given)
        : Optional.of(new CredentialsFolder(folder));
  }
}

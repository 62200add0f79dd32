package dev.spinrun.runstore.object;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A folder in an object store or on the local disk: {@code s3://bucket/prefix} or {@code
 * file:///folder}.
 *
 * @param bucket of an S3 store; absent for a local folder
 * @param prefix without slashes at its ends; may be empty in a bucket
 */
public record StoreUri(@Nullable String bucket, String prefix) {
  private static final String S3 = "s3://";
  private static final String FILE = "file://";

  /**
   * Parses a URI.
   *
   * @throws IllegalArgumentException if it is neither {@code s3://bucket…} nor {@code file:///…}
   */
  public static StoreUri parse(String uri) {
    if (uri.startsWith(S3)) {
      String rest = uri.substring(S3.length());
      int slash = rest.indexOf('/');
      String bucket = slash < 0 ? rest : rest.substring(0, slash);
      if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
        throw new IllegalArgumentException(
            "'" + uri + "' names no valid bucket: use s3://<bucket>/<prefix>");
      }
      return new StoreUri(bucket, strip(slash < 0 ? "" : rest.substring(slash)));
    }
    if (uri.startsWith(FILE + "/")) {
      return new StoreUri(null, strip(uri.substring(FILE.length())));
    }
    throw new IllegalArgumentException(
        "'" + uri + "' is no store: use s3://<bucket>/<prefix> or file:///<folder>");
  }

  /** Whether this is an S3 store. */
  public boolean isS3() {
    return bucket != null;
  }

  /** The folder that holds this, and the last segment of it: for a URI that names one file. */
  public StoreUri parent() {
    int slash = prefix.lastIndexOf('/');
    return new StoreUri(bucket, slash < 0 ? "" : prefix.substring(0, slash));
  }

  /** Last segment of the prefix. */
  public String fileName() {
    return prefix.substring(prefix.lastIndexOf('/') + 1);
  }

  /** The same store, one level or more below. */
  public StoreUri resolve(String key) {
    return new StoreUri(bucket, fullKey(strip(key)));
  }

  /** The key below the bucket's or file system's root. */
  public String fullKey(String key) {
    return prefix.isEmpty() ? key : key.isEmpty() ? prefix : prefix + "/" + key;
  }

  /** The folder of a local store. */
  public Path localFolder() {
    return Path.of("/" + prefix);
  }

  @Override
  public String toString() {
    return bucket == null
        ? FILE + "/" + prefix
        : S3 + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
  }

  private static String strip(String path) {
    return path.replaceAll("^/+|/+$", "");
  }
}

package dev.spinrun.contract.layout;

/**
 * The keys of one prepared data set, relative to {@code storage.uri}: shared by all runs with the
 * same images, captions, VAE, text encoder and resolution.
 *
 * @param digest of those inputs: {@code sha256:…}
 */
public record PreparedLayout(String digest) {
  public PreparedLayout {
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "digest must be sha256:<64 hexadecimal digits> (was '" + digest + "')");
    }
  }

  /** Folder of the prepared data set. */
  public String root() {
    return "prepared/" + digest.substring("sha256:".length());
  }

  /**
   * The whole data set as the one shard that it has, created by the first run that has prepared it.
   */
  public ShardLayout shard() {
    return new ShardLayout(root(), "manifest.json", "");
  }
}

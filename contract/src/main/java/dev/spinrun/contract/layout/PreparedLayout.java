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

  /** Created once by the first run that has finished preparing. */
  public String manifest() {
    return root() + "/manifest.json";
  }

  /** Folder in which one writer puts its latents and embeddings. */
  public String data(String writer) {
    if (writer.isEmpty() || writer.contains("/")) {
      throw new IllegalArgumentException("writer must be one path segment (was '" + writer + "')");
    }
    return root() + "/" + writer;
  }
}

package dev.spinrun.contract.layout;

/**
 * The keys of what is prepared of one data set, relative to {@code storage.uri}: shared by all runs
 * with the same images, captions, VAE and resolution.
 *
 * @param digest of those inputs: {@code sha256:…}
 */
public record PreparedLayout(String digest) {
  /** Name of the set of all examples. */
  public static final String ALL = "all";

  public PreparedLayout {
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "digest must be sha256:<64 hexadecimal digits> (was '" + digest + "')");
    }
  }

  /** Folder of all sets of the data set's examples. */
  public String root() {
    return "prepared/" + digest.substring("sha256:".length());
  }

  /** How many examples the data set has: created by the first run that has counted them. */
  public String counts() {
    return root() + "/counts.json";
  }

  /**
   * A set of examples, created by the first run that has prepared it.
   *
   * @param name {@link #ALL}, or a digest of the numbers of its examples
   */
  public ShardLayout set(String name) {
    RunLayout.requireSegment("set", name);
    return new ShardLayout(root() + "/" + name, "manifest.json", "");
  }

  /** A shard of a set, committed by itself while the set is being made. */
  public ShardLayout shard(String name, int number) {
    return ShardLayout.of(set(name).folder(), number);
  }
}

package dev.spinrun.contract.layout;

/**
 * The keys of one shard of a stage's result. Several pods may make it at once: each puts its data
 * below its own name, and the one whose manifest is created first counts.
 *
 * @param folder of all shards, relative to {@code storage.uri}; manifests name files from here
 * @param manifestName name of the manifest in that folder
 * @param dataFolder path in that folder, below which the writers put their data; may be empty
 */
public record ShardLayout(String folder, String manifestName, String dataFolder) {
  /** Of one of several shards in this folder, counted from 0. */
  static ShardLayout of(String folder, int shard) {
    String name = "shard-%05d".formatted(shard);
    return new ShardLayout(folder, name + ".json", name);
  }

  /** The commit of the shard: written once, names its data. */
  public String manifest() {
    return folder + "/" + manifestName;
  }

  /** What the shard consists of so far, while it is being made. Nothing is decided from it. */
  public String partial() {
    return manifest().replaceFirst("\\.json$", ".partial.json");
  }

  /** Folder in which one writer puts its data. */
  public String data(String writer) {
    return folder + "/" + dataPath(writer);
  }

  /** Path of that folder as a manifest names it. */
  public String dataPath(String writer) {
    RunLayout.requireSegment("writer", writer);
    return dataFolder.isEmpty() ? writer : dataFolder + "/" + writer;
  }
}

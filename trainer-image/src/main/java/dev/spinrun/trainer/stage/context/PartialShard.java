package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.MalformedDocumentException;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.object.ObjectStore;
import java.util.List;
import java.util.Map;

/**
 * Which files of a shard are complete while it is being made, so that the next attempt goes on from
 * there. Last write wins: whoever reads an older one does some work again.
 *
 * @param key of the note in the store
 * @param planDigest digest of the plan
 * @param content digest of what the shard will hold, and in which order
 */
public record PartialShard(
    ObjectStore store, String key, Manifest.Kind kind, String planDigest, String content) {
  private static final String CONTENT = "content";
  private static final int MAX_BYTES = 1 << 24;

  /** The files that an earlier attempt has completed; none if it was to hold something else. */
  public List<FileEntry> files() {
    if (store.head(key).isEmpty()) {
      return List.of();
    }
    try {
      Manifest noted = Documents.read(store.read(key, MAX_BYTES), Manifest.class, key);
      boolean same =
          noted.planDigest().equals(planDigest) && content.equals(noted.attributes().get(CONTENT));
      return same ? noted.files() : List.of();
    } catch (MalformedDocumentException e) {
      return List.of();
    }
  }

  /** Notes that these files are complete. */
  public void save(List<FileEntry> files) {
    store.write(
        key, Documents.write(Manifest.of(kind, planDigest, Map.of(CONTENT, content), files)));
  }
}

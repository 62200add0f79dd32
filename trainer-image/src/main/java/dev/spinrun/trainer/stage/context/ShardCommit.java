package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.ShardLayout;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.ObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One shard of a divided stage. Its data lies below its writer's name; its manifest is created
 * once, so that of two pods that do the same shard the first one counts and the other does no harm.
 */
public final class ShardCommit {
  private final ObjectStore store;
  private final Artefacts artefacts;
  private final ShardLayout shard;

  /** The shard with these keys. */
  public ShardCommit(ObjectStore store, ShardLayout shard) {
    this.store = store;
    this.artefacts = new Artefacts(store);
    this.shard = shard;
  }

  /** Of the images that are drawn for this plan. */
  public static ShardCommit synthetic(StageContext context, IterationPlan plan, int shard) {
    return new ShardCommit(
        context.store(),
        context.layout().synthetic(plan.iteration(), plan.revisionOrFirst().number(), shard));
  }

  /** Whether this shard is committed already: an earlier attempt got this far. */
  public boolean isDone() {
    return artefacts.manifestAt(shard.manifest()).isPresent();
  }

  /** Uploads the folder as this writer; returns the files as {@link #commit} wants them. */
  public List<FileEntry> upload(String writer, Path folder) {
    return artefacts.upload(shard.data(writer), folder).stream()
        .map(
            f ->
                new FileEntry(
                    shard.dataPath(writer) + "/" + f.path(),
                    f.size(),
                    f.sha256(),
                    f.storeChecksum()))
        .toList();
  }

  /**
   * What it consists of so far.
   *
   * @param content digest of what it will hold, and in which order
   */
  public PartialShard partial(Manifest.Kind kind, String planDigest, String content) {
    return new PartialShard(store, shard.partial(), kind, planDigest, content);
  }

  /** Commits the shard, unless somebody else has committed it first. */
  public void commit(
      Manifest.Kind kind,
      String planDigest,
      Map<String, String> attributes,
      List<FileEntry> files) {
    store.create(
        shard.manifest(), Documents.write(Manifest.of(kind, planDigest, attributes, files)));
  }

  /**
   * The files of the committed shard.
   *
   * @throws InputException if it was never committed
   */
  public CommittedFiles files() {
    return artefacts
        .manifestAt(shard.manifest())
        .map(committed -> new CommittedFiles(artefacts, shard.folder(), committed.manifest()))
        .orElseThrow(
            () ->
                new InputException(
                    store.root().resolve(shard.manifest())
                        + " is missing: this shard was never committed."));
  }
}

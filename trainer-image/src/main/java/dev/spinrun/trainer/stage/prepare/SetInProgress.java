package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.layout.ShardLayout;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.trainer.data.Shard;
import dev.spinrun.trainer.data.prepared.PreparedSet;
import dev.spinrun.trainer.data.prepared.PreparedWriter;
import dev.spinrun.trainer.stage.context.CommittedFiles;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A set of examples that is being made, shard by shard, perhaps by several pods and several runs.
 *
 * @param name of the set
 * @param examples that it is to hold, at least one
 */
record SetInProgress(StageContext context, PreparedLayout layout, String name, BitSet examples) {
  /** Attribute of a set's manifest: examples that it holds. */
  static final String EXAMPLES = "examples";

  /** Attribute of a set's manifest: examples that were to be in it and cannot be used. */
  static final String SKIPPED = "skipped";

  private static final Logger LOG = LoggerFactory.getLogger(SetInProgress.class);

  private List<SetShard> shards() {
    return SetShard.of(examples, PreparedWriter.PART_NUMBERS);
  }

  /** The shards of one of several workers which nobody has committed yet. */
  List<SetShard> lackingOf(int worker, int workers) {
    List<SetShard> all = shards();
    Shard own = Shard.of(all.size(), worker, workers);
    return all.subList(own.begin(), own.end()).stream()
        .filter(shard -> !commit(shard).isDone())
        .toList();
  }

  BitSet examplesOf(List<SetShard> some) {
    BitSet selected = new BitSet();
    some.forEach(shard -> selected.set(shard.begin(), shard.end()));
    selected.and(examples);
    return selected;
  }

  ShardCommit commit(SetShard shard) {
    return new ShardCommit(context.store(), keys(shard));
  }

  private ShardLayout keys(SetShard shard) {
    return layout.shard(name, shard.number());
  }

  /**
   * Commits the set if all its shards are. Of two pods that both find themselves last, both write
   * the same.
   */
  void commitIfComplete() {
    List<SetShard> all = shards();
    if (all.stream().allMatch(shard -> commit(shard).isDone())) {
      commit(all);
    }
  }

  private void commit(List<SetShard> all) {
    Path work = context.work().resolve("set");
    List<FileEntry> files = new ArrayList<>();
    List<Path> indices = new ArrayList<>();
    for (SetShard shard : all) {
      Path folder = work.resolve("shard-" + shard.number());
      CommittedFiles committed = commit(shard).files();
      committed.download(PreparedSet.indexFile(), folder.resolve(PreparedSet.indexFile()));
      indices.add(folder);
      files.addAll(committed.without(PreparedSet.indexFile()));
    }
    Path whole = work.resolve("whole");
    PreparedSet.Size size = PreparedSet.join(indices, whole);
    ShardCommit commit = new ShardCommit(context.store(), layout.set(name));
    files.addAll(commit.upload(PreparedSets.writer(context), whole));
    Map<String, String> attributes =
        Map.of(
            EXAMPLES,
            Integer.toString(size.examples()),
            SKIPPED,
            Integer.toString(size.unusable()));
    commit.commit(Manifest.Kind.PREPARED, layout.digest(), attributes, files);
    LOG.info("prepared {} examples as {}", size.examples(), layout.set(name).folder());
  }
}

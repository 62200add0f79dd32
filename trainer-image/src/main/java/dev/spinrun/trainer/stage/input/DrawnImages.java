package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.trainer.data.prepared.RowIndex;
import dev.spinrun.trainer.data.prepared.SyntheticData;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.train.ExamplesRead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images that were drawn for an iteration: for this revision of its plan, and for earlier ones
 * by whose settings an example has the same image. Each revision draws what they lack alone.
 */
public final class DrawnImages {
  private static final int MAX_PLAN_BYTES = 1 << 20;

  private DrawnImages() {}

  /** What earlier revisions of the plan have drawn. */
  public static List<RowIndex> ofEarlierRevisions(StageContext context) {
    return earlier(context).stream()
        .map(
            shard -> {
              shard.commit.download(RowIndex.FILE, shard.folder.resolve(RowIndex.FILE));
              return RowIndex.read(shard.folder);
            })
        .toList();
  }

  /**
   * Downloads all of them, each file verified.
   *
   * @throws InputException if an example that the training reads has none
   */
  public static SyntheticData download(StageContext context, ExamplesRead read) {
    List<Path> folders = new ArrayList<>();
    List<CommittedShard> shards = new ArrayList<>(earlier(context));
    shards.addAll(shards(context, context.plan()));
    for (CommittedShard shard : shards) {
      shard.commit.downloadAll(shard.folder);
      folders.add(shard.folder);
    }
    SyntheticData drawn = SyntheticData.open(folders);
    int[] lacking =
        IntStream.range(0, read.size())
            .map(read::example)
            .filter(example -> !drawn.holds(example))
            .toArray();
    if (lacking.length > 0) {
      throw new InputException(
          "%d of the %d images that this training needs were never drawn, that of example %d among them."
              .formatted(lacking.length, read.size(), lacking[0]));
    }
    return drawn;
  }

  private record CommittedShard(ShardCommit commit, Path folder) {}

  private static List<CommittedShard> earlier(StageContext context) {
    List<CommittedShard> shards = new ArrayList<>();
    IterationPlan plan = context.plan();
    for (int revision = 0; revision < plan.revisionOrFirst().number(); revision++) {
      String key = context.layout().plan(plan.iteration(), revision);
      // One that was given up before its first pod was never written.
      if (context.store().head(key).isPresent()) {
        IterationPlan other = IterationPlan.read(context.store().read(key, MAX_PLAN_BYTES), key);
        if (other.drawsSame(plan)) {
          shards.addAll(shards(context, other));
        }
      }
    }
    return shards;
  }

  /** Those shards of a revision that are committed. */
  private static List<CommittedShard> shards(StageContext context, IterationPlan plan) {
    return IntStream.range(0, plan.generate().workers())
        .mapToObj(
            shard ->
                new CommittedShard(
                    ShardCommit.synthetic(context, plan, shard),
                    context
                        .work()
                        .resolve(
                            "synthetic-%d-%05d".formatted(plan.revisionOrFirst().number(), shard))))
        .filter(shard -> shard.commit.isDone())
        .toList();
  }
}

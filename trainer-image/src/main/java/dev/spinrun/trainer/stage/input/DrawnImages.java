package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.trainer.data.prepared.RowIndex;
import dev.spinrun.trainer.data.prepared.SyntheticData;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images that were drawn for an iteration: for this revision of its plan, and for earlier ones
 * by whose settings an image is the same. Each revision draws what they lack alone.
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
   * @throws InputException if one that the training needs is not among them
   */
  public static SyntheticData download(StageContext context, NeededImages needed) {
    List<Path> folders = new ArrayList<>();
    List<CommittedShard> shards = new ArrayList<>(earlier(context));
    shards.addAll(shards(context, context.plan()));
    for (CommittedShard shard : shards) {
      shard.commit.downloadAll(shard.folder);
      folders.add(shard.folder);
    }
    SyntheticData drawn = SyntheticData.open(folders);
    List<NeededImages.Image> lacking =
        IntStream.range(0, needed.size())
            .mapToObj(needed::image)
            .filter(image -> !drawn.holds(image.key()))
            .toList();
    if (!lacking.isEmpty()) {
      throw new InputException(
          "%d of the %d images that this training needs were never drawn, that of example %d among them."
              .formatted(lacking.size(), needed.size(), lacking.get(0).example()));
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

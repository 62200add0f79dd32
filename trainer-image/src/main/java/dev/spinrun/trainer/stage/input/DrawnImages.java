package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.trainer.data.prepared.PreparedWriter;
import dev.spinrun.trainer.data.prepared.RowIndex;
import dev.spinrun.trainer.data.prepared.SyntheticData;
import dev.spinrun.trainer.stage.context.CommittedFiles;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The images that were drawn for an iteration: for this revision of its plan, and for earlier ones
 * by whose settings an image is the same. Each revision draws what they lack alone.
 */
public final class DrawnImages {
  private static final int MAX_PLAN_BYTES = 1 << 20;

  /** For each prepared part: so many hold its images, and one more since they begin anywhere. */
  private static final int KEPT_PARTS =
      Prepared.KEPT_PARTS * (PreparedWriter.PART_NUMBERS / SyntheticData.PART_IMAGES + 1);

  private DrawnImages() {}

  /** What earlier revisions of the plan have drawn. */
  public static List<RowIndex> ofEarlierRevisions(StageContext context) {
    return earlier(context).stream().map(CommittedShard::index).toList();
  }

  /**
   * Opens all of them; parts are downloaded when they are wanted, each file verified.
   *
   * @throws InputException if one that the training needs is not among them
   */
  public static SyntheticData open(StageContext context, NeededImages needed) {
    List<CommittedShard> shards = new ArrayList<>(earlier(context));
    shards.addAll(shards(context, context.plan()));
    SyntheticData drawn =
        SyntheticData.open(
            shards.stream().map(CommittedShard::index).toList(), downloads(context, shards));
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

  private static PartDownloads downloads(StageContext context, List<CommittedShard> shards) {
    List<Consumer<Path>> parts = new ArrayList<>();
    for (CommittedShard shard : shards) {
      IntStream.range(0, SyntheticData.parts(shard.index.size()))
          .mapToObj(SyntheticData::file)
          .forEach(name -> parts.add(target -> shard.files.download(name, target)));
    }
    return new PartDownloads(
        context.work().resolve("synthetic"),
        SyntheticData::file,
        context.plan().generate().perPrompt() ? parts.size() : kept(context.plan(), shards),
        (part, target) -> parts.get(part).accept(target));
  }

  /** Neighbours among the examples are neighbours among the images that one opponent has drawn. */
  private static int kept(IterationPlan plan, List<CommittedShard> shards) {
    long revisions = shards.stream().map(CommittedShard::revision).distinct().count();
    return (int) revisions * OpponentChoice.of(plan).many() * KEPT_PARTS;
  }

  private record CommittedShard(int revision, CommittedFiles files, RowIndex index) {}

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
    int revision = plan.revisionOrFirst().number();
    return IntStream.range(0, plan.generate().workers())
        .mapToObj(shard -> ShardCommit.synthetic(context, plan, shard))
        .filter(ShardCommit::isDone)
        .map(commit -> opened(context, revision, commit.files()))
        .toList();
  }

  private static CommittedShard opened(StageContext context, int revision, CommittedFiles files) {
    Path index = context.work().resolve("index").resolve(RowIndex.FILE);
    files.download(RowIndex.FILE, index);
    return new CommittedShard(revision, files, RowIndex.read(index.resolveSibling("")));
  }
}

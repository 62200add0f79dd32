package dev.spinrun.trainer.stage.train;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.settings.Opponents;
import dev.spinrun.trainer.data.prepared.SyntheticData;
import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images that an iteration of self-play learns to reject: its opponent's, or those of earlier
 * ones among them. Which of them an example has depends on its index alone.
 */
final class RejectedImages {
  private final List<SyntheticData> newestFirst;
  private final long seed;

  private RejectedImages(List<SyntheticData> newestFirst, long seed) {
    this.newestFirst = newestFirst;
    this.seed = seed;
  }

  /** Downloads them, each file verified. */
  static RejectedImages download(StageContext context, int examples) {
    IterationPlan plan = context.plan();
    int oldest = oldest(plan.train().opponents(), plan.iteration());
    List<SyntheticData> newestFirst =
        IntStream.rangeClosed(oldest, plan.iteration())
            .map(i -> plan.iteration() + oldest - i)
            .mapToObj(
                i ->
                    download(
                        context,
                        i == plan.iteration() ? plan : PromotedPlan.of(context, i),
                        examples))
            .toList();
    long seed =
        RandomStream.number("rejected/%d/%d".formatted(plan.train().seed(), plan.iteration()));
    return new RejectedImages(newestFirst, seed);
  }

  /** The earliest iteration whose synthetic images are used in this one. */
  static int oldest(Opponents opponents, int iteration) {
    return switch (opponents) {
      case LATEST -> iteration;
      case LAST_TWO -> Math.max(1, iteration - 1);
      case RANDOM -> 1;
    };
  }

  private static SyntheticData download(StageContext context, IterationPlan drawnBy, int examples) {
    List<Path> files =
        IntStream.range(0, drawnBy.generate().workers())
            .mapToObj(
                shard -> {
                  Path file =
                      context
                          .work()
                          .resolve("synthetic-%04d-%05d".formatted(drawnBy.iteration(), shard));
                  ShardCommit.synthetic(context, drawnBy, shard).download(SyntheticData.FILE, file);
                  return file;
                })
            .toList();
    return SyntheticData.open(files, examples);
  }

  /** The scaled latent to reject for an example, row-major [C, H, W]. */
  float[] latent(int example) {
    int choice = RandomStream.of(seed).below(newestFirst.size(), example);
    return newestFirst.get(choice).latent(example);
  }
}

package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.DataSet.Entries;
import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.data.PictureLoader;
import dev.spinrun.trainer.data.PictureLoader.Outcome;
import dev.spinrun.trainer.data.Selection;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encodes shards of a set in one pass through the data set: a file with examples of several shards
 * is downloaded once.
 *
 * @param fileExamples how many examples each file of the data set has
 * @param latents of pictures
 * @param latentShape [C, H, W]
 * @param skipped counts those that cannot be used
 */
record DataEncoder(
    StageContext context,
    DataSet data,
    List<Integer> fileExamples,
    Function<List<Picture>, List<float[]>> latents,
    Shape latentShape,
    SkippedExamples skipped) {
  private static final int MOST_THREADS = 8;

  /**
   * Encodes and commits shards.
   *
   * @param shards in ascending order
   * @throws InvalidDataException if too many examples cannot be used
   */
  void encode(SetInProgress set, List<SetShard> shards, ProgressReporter progress) {
    int side = context.plan().data().resolution();
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    Selection selection = new Selection(set.examplesOf(shards), fileExamples);
    int done = 0;
    try (Entries entries = data.open(selection);
        PictureLoader loader = new PictureLoader(entries, side, threads)) {
      @Nullable Outcome next = loader.next();
      for (SetShard shard : shards) {
        ShardEncoder encoder =
            new ShardEncoder(context, latents, latentShape, set.commit(shard), skipped);
        for (; next != null && next.number() < shard.end(); next = loader.next()) {
          done += encoder.add(next);
          progress.report(done, Map.of());
        }
        done += encoder.finish(fileExamples, set.layout().digest());
        progress.report(done, Map.of());
      }
    }
  }
}

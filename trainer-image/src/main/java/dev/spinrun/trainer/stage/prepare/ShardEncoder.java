package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.data.PictureLoader.Outcome;
import dev.spinrun.trainer.data.PictureLoader.Outcome.Loaded;
import dev.spinrun.trainer.data.PictureLoader.Outcome.Unusable;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.data.prepared.PreparedWriter;
import dev.spinrun.trainer.data.prepared.PreparedWriter.Row;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StreamedUpload;
import dev.spinrun.trainer.tensor.Shape;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Turns the images of one shard into latents, and sends each part to the store as soon as it is
 * full: neither memory nor disk grow with the data set.
 */
final class ShardEncoder {
  private final StageContext context;
  private final Function<List<Picture>, List<float[]>> latents;
  private final ShardCommit commit;
  private final StreamedUpload upload;
  private final SkippedExamples skipped;
  private final boolean pairs;
  private final PreparedWriter writer;
  private final BitSet unusable = new BitSet();
  private final List<Loaded> batch = new ArrayList<>();

  /**
   * An encoder of one shard.
   *
   * @param latents of pictures
   * @param latentShape [C, H, W]
   * @param skipped counts those that cannot be used, over all shards of this pod
   */
  ShardEncoder(
      StageContext context,
      Function<List<Picture>, List<float[]>> latents,
      Shape latentShape,
      ShardCommit commit,
      SkippedExamples skipped) {
    this.context = context;
    this.latents = latents;
    this.commit = commit;
    this.upload =
        new StreamedUpload(commit, PreparedSets.writer(context), context.work().resolve("encoded"));
    this.skipped = skipped;
    this.pairs = context.plan().method() == Method.DPO;
    this.writer = new PreparedWriter(upload.folder(), latentShape, pairs);
  }

  /**
   * Takes the next example.
   *
   * @return how many examples this call has dealt with: a full batch, one that cannot be used, or
   *     none
   * @throws InvalidDataException if too many examples cannot be used
   */
  int add(Outcome example) {
    if (example instanceof Unusable bad) {
      skipped.add(bad);
      unusable.set(bad.number());
      return 1;
    }
    batch.add((Loaded) example);
    return batch.size() == context.plan().prepare().batchSize() ? encodeBatch() : 0;
  }

  /**
   * Commits the shard.
   *
   * @param fileExamples how many examples each file of the data set has
   * @param dataDigest of data set and encoder
   * @return how many examples this call has dealt with
   */
  int finish(List<Integer> fileExamples, String dataDigest) {
    int last = encodeBatch();
    writer.finish(fileExamples, unusable);
    upload.send();
    commit.commit(Manifest.Kind.PREPARED, dataDigest, Map.of(), upload.files());
    return last;
  }

  private int encodeBatch() {
    if (batch.isEmpty()) {
      return 0;
    }
    context.stop().throwIfRaised(writer.size() + " images of a shard");
    List<float[]> preferred = encode(batch.stream().map(Loaded::picture));
    List<float[]> rejected =
        pairs
            ? encode(batch.stream().map(loaded -> Objects.requireNonNull(loaded.rejected())))
            : List.of();
    for (int i = 0; i < batch.size(); i++) {
      String caption = batch.get(i).caption();
      requireFinite(preferred.get(i), caption);
      Row row =
          new Row(batch.get(i).number(), caption, preferred.get(i), pairs ? rejected.get(i) : null);
      if (writer.add(row)) {
        upload.send();
      }
    }
    int encoded = batch.size();
    batch.clear();
    return encoded;
  }

  private void requireFinite(float[] numbers, String caption) {
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        throw new UnusableModelException(
            "The vae of %s gives NaN or infinity for the example `%s`. Take another copy of the model."
                .formatted(context.plan().modelUri(), caption));
      }
    }
  }

  private List<float[]> encode(Stream<Picture> some) {
    return latents.apply(some.toList());
  }
}

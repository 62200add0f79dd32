package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.DataSet.Entries;
import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.data.PictureLoader;
import dev.spinrun.trainer.data.PictureLoader.Outcome;
import dev.spinrun.trainer.data.PictureLoader.Outcome.Loaded;
import dev.spinrun.trainer.data.PictureLoader.Outcome.Unusable;
import dev.spinrun.trainer.data.Selection;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.data.prepared.PreparedWriter;
import dev.spinrun.trainer.data.prepared.PreparedWriter.Row;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.stage.context.ProgressReporter;
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
 * Turns images into latents, and sends each part to the store as soon as it is full: neither memory
 * nor disk grow with the data set.
 */
final class DataEncoder {
  private static final int MOST_THREADS = 8;

  private final StageContext context;
  private final Function<List<Picture>, List<float[]>> encoder;
  private final StreamedUpload upload;
  private final boolean pairs;
  private final PreparedWriter writer;
  private final SkippedExamples skipped;
  private final BitSet unusable = new BitSet();

  /**
   * An encoder of one set of examples.
   *
   * @param encoder gives the latents of pictures
   * @param latentShape [C, H, W]
   * @param skipped counts those that cannot be used, over all sets
   */
  DataEncoder(
      StageContext context,
      Function<List<Picture>, List<float[]>> encoder,
      Shape latentShape,
      StreamedUpload upload,
      SkippedExamples skipped) {
    this.context = context;
    this.encoder = encoder;
    this.upload = upload;
    this.pairs = context.plan().method() == Method.DPO;
    this.writer = new PreparedWriter(upload.folder(), latentShape, pairs);
    this.skipped = skipped;
  }

  /**
   * Encodes the selected examples and uploads them.
   *
   * @return the files, as the commit names them
   * @throws InvalidDataException if too many examples cannot be used
   */
  List<FileEntry> encode(DataSet data, Selection selection, ProgressReporter progress) {
    int side = context.plan().data().resolution();
    int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    try (Entries entries = data.open(selection);
        PictureLoader loader = new PictureLoader(entries, side, threads)) {
      List<Loaded> batch = new ArrayList<>();
      for (Outcome next = loader.next(); next != null; next = loader.next()) {
        if (next instanceof Unusable bad) {
          skipped.add(bad);
          unusable.set(bad.number());
        } else {
          batch.add((Loaded) next);
        }
        if (batch.size() == context.plan().prepare().batchSize()) {
          encode(batch);
          batch.clear();
          progress.report(writer.size(), Map.of());
        }
      }
      encode(batch);
      writer.finish(entries.fileExamples(), unusable);
      upload.send();
    }
    progress.report(writer.size(), Map.of());
    return upload.files();
  }

  private void encode(List<Loaded> batch) {
    if (batch.isEmpty()) {
      return;
    }
    context.stop().throwIfRaised(writer.size() + " images");
    List<float[]> latents = latents(batch.stream().map(Loaded::picture));
    List<float[]> rejected =
        pairs
            ? latents(batch.stream().map(loaded -> Objects.requireNonNull(loaded.rejected())))
            : List.of();
    for (int i = 0; i < batch.size(); i++) {
      String caption = batch.get(i).caption();
      requireFinite(latents.get(i), caption);
      Row row =
          new Row(batch.get(i).number(), caption, latents.get(i), pairs ? rejected.get(i) : null);
      if (writer.add(row)) {
        upload.send();
      }
    }
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

  private List<float[]> latents(Stream<Picture> some) {
    return encoder.apply(some.toList());
  }

  /** Examples of the selection that cannot be used. */
  int unusable() {
    return unusable.cardinality();
  }

  /** Examples that were encoded. */
  int examples() {
    return writer.size();
  }
}

package dev.spinrun.trainer.stage.generate;

import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.trainer.data.prepared.SyntheticData;
import dev.spinrun.trainer.stage.context.PartialShard;
import dev.spinrun.trainer.stage.context.StreamedUpload;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.file.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the latents of a shard one by one, and sends each part to the store once it is full. Begins
 * behind the parts that an earlier attempt has sent.
 */
final class LatentParts implements AutoCloseable {
  private final StreamedUpload upload;
  private final PartialShard partial;
  private final int images;
  private final Shape shape;
  private @Nullable RowWriter part;
  private int taken;

  /** Of a shard of so many images. */
  LatentParts(StreamedUpload upload, PartialShard partial, int images, Shape shape) {
    this.upload = upload;
    this.partial = partial;
    this.images = images;
    this.shape = shape;
    List<FileEntry> sent = sent(partial.files());
    upload.adopt(sent);
    this.taken = Math.min(images, sent.size() * SyntheticData.PART_IMAGES);
  }

  /** Its parts from the first one on, without a gap. */
  private static List<FileEntry> sent(List<FileEntry> files) {
    List<FileEntry> parts = new ArrayList<>();
    Optional<FileEntry> next = part(files, 0);
    while (next.isPresent()) {
      parts.add(next.get());
      next = part(files, parts.size());
    }
    return parts;
  }

  private static Optional<FileEntry> part(List<FileEntry> files, int number) {
    String name = "/" + SyntheticData.file(number);
    return files.stream().filter(file -> file.path().endsWith(name)).findFirst();
  }

  void append(float[] latent) {
    int number = taken / SyntheticData.PART_IMAGES;
    try {
      RowWriter open = part;
      if (open == null) {
        open = SyntheticData.writer(upload.folder(), number, images, shape);
        part = open;
      }
      open.append(latent);
      taken++;
      if (taken == images || leftOfPart() == SyntheticData.PART_IMAGES) {
        open.close();
        part = null;
        upload.send();
        partial.save(upload.files());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("part " + number + " of the latents", e);
    }
  }

  /** How many were taken, by this attempt or an earlier one. */
  int taken() {
    return taken;
  }

  /** How many the part still lacks that the next latent belongs to, unless it is the last one. */
  int leftOfPart() {
    return SyntheticData.PART_IMAGES - taken % SyntheticData.PART_IMAGES;
  }

  /** Drops a part that is not full. */
  @Override
  public void close() {
    try {
      if (part != null) {
        part.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

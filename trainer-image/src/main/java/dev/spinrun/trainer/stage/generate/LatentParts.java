package dev.spinrun.trainer.stage.generate;

import dev.spinrun.trainer.data.prepared.SyntheticData;
import dev.spinrun.trainer.stage.context.StreamedUpload;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.file.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Takes the latents of a shard one by one, and sends each part to the store once it is full. */
final class LatentParts implements AutoCloseable {
  private final StreamedUpload upload;
  private final int images;
  private final Shape shape;
  private int begun;
  private @Nullable RowWriter part;
  private int taken;

  /** Of a shard of so many images. */
  LatentParts(StreamedUpload upload, int images, Shape shape) {
    this.upload = upload;
    this.images = images;
    this.shape = shape;
  }

  void append(float[] latent) {
    try {
      RowWriter open = part;
      if (open == null) {
        open = SyntheticData.writer(upload.folder(), begun, images, shape);
        part = open;
        begun++;
      }
      open.append(latent);
      taken++;
      if (taken == images || SyntheticData.parts(taken + 1) > begun) {
        open.close();
        part = null;
        upload.send();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("part " + begun + " of the latents", e);
    }
  }

  /** How many were taken. */
  int taken() {
    return taken;
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

package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.tensor.Shape;
import java.nio.file.Path;

/**
 * A data set as the model sees it: a latent and a caption per example.
 *
 * <p>A folder: {@code index.json} and numbered parts, of which only those that are in use need to
 * be on the local disk. Used by one thread at a time.
 */
public final class PreparedData implements AutoCloseable {
  private final PreparedIndex index;
  private final PartFiles latentFiles;
  private final OpenParts<PreparedLatents> latents;
  private final OpenParts<PreparedCaptions> captions;

  private PreparedData(PreparedIndex index, PartFiles latentFiles, PartFiles captionFiles) {
    this.index = index;
    this.latentFiles = latentFiles;
    this.latents =
        new OpenParts<>(
            part -> PreparedLatents.open(latentFiles.of(part), index.pairs()),
            PreparedLatents::close);
    this.captions =
        new OpenParts<>(part -> PreparedCaptions.open(captionFiles.of(part)), captions -> {});
  }

  /** Opens a data set whose index is in a folder. */
  public static PreparedData open(Path folder, PartFiles latents, PartFiles captions) {
    return new PreparedData(PreparedIndex.read(folder), latents, captions);
  }

  /** Name of the file that is not of a part, without folder. */
  public static String indexFile() {
    return PreparedIndex.FILE;
  }

  /** Name of the file with the latents of a part, without folder. */
  public static String latentFile(int part) {
    return "part-%05d.safetensors".formatted(part);
  }

  /** Name of the file with the captions of a part, without folder. */
  public static String captionFile(int part) {
    return "part-%05d.jsonl".formatted(part);
  }

  private int part(int example) {
    return example / index.partExamples();
  }

  private int row(int example) {
    return example % index.partExamples();
  }

  /** Number of examples. */
  public int size() {
    return index.examples();
  }

  /** Examples that lie together: reading one makes its neighbours cheap. */
  public int partExamples() {
    return index.partExamples();
  }

  /** The example's latents will be asked for: their part may be brought in the background. */
  public void prefetch(int example) {
    latentFiles.prefetch(part(example));
  }

  /** The caption of an example. */
  public String caption(int example) {
    return captions.part(part(example)).captions().get(row(example));
  }

  /** Scaled latent of an example's image, of the preferred one in a pair, row-major [C, H, W]. */
  public float[] latent(int example) {
    return latents.part(part(example)).latents().row(row(example));
  }

  /** Scaled latent of a pair's rejected image, row-major [C, H, W]. */
  public float[] rejected(int example) {
    return latents.part(part(example)).requireRejected().row(row(example));
  }

  /** Shape [C, H, W] of the latents. */
  public Shape latentShape() {
    return new Shape(index.latentShape());
  }

  @Override
  public void close() {
    latents.close();
    captions.close();
  }
}

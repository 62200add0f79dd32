package dev.spinrun.trainer.data.prepared;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Examples that were prepared together: a latent and a caption each.
 *
 * <p>A folder: {@code index.json} and numbered parts, of which only those that are in use need to
 * be on the local disk. A part holds what the set has of so many consecutive numbers.
 */
public final class PreparedSet implements AutoCloseable {
  private final PreparedIndex index;
  private final PartFiles latentFiles;
  private final OpenParts<PreparedLatents> latents;
  private final OpenParts<PreparedCaptions> captions;

  private PreparedSet(PreparedIndex index, PartFiles latentFiles, PartFiles captionFiles) {
    this.index = index;
    this.latentFiles = latentFiles;
    this.latents =
        new OpenParts<>(
            part -> PreparedLatents.open(latentFiles.of(part), index.pairs()),
            PreparedLatents::close);
    this.captions =
        new OpenParts<>(part -> PreparedCaptions.open(captionFiles.of(part)), captions -> {});
  }

  /** Opens a set whose index is in a folder. */
  public static PreparedSet open(Path folder, PartFiles latents, PartFiles captions) {
    return new PreparedSet(PreparedIndex.read(folder), latents, captions);
  }

  /**
   * How many examples a set holds, and how many were to be in it and cannot be used.
   *
   * @param examples held
   * @param unusable left out
   */
  public record Size(int examples, int unusable) {}

  /**
   * Writes the index of a set whose parts lie in several shards.
   *
   * @param shards folders with an index each, in the order of their examples
   * @param folder for the index of the whole
   */
  public static Size join(List<Path> shards, Path folder) {
    PreparedIndex index = PreparedIndex.join(shards.stream().map(PreparedIndex::read).toList());
    index.write(folder);
    return new Size(index.examples().length, index.unusable().length);
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

  PreparedIndex index() {
    return index;
  }

  boolean holds(int example) {
    return rank(example) >= 0;
  }

  /** Its part will be asked for, and may be brought in the background. */
  void prefetch(int example) {
    latentFiles.prefetch(part(example));
  }

  String caption(int example) {
    return captions.part(part(example)).captions().get(row(example));
  }

  float[] latent(int example) {
    return latents.part(part(example)).latents().row(row(example));
  }

  float[] rejected(int example) {
    return latents.part(part(example)).requireRejected().row(row(example));
  }

  private int part(int example) {
    return example / index.partNumbers();
  }

  private int row(int example) {
    int first = rank(part(example) * index.partNumbers());
    return rank(example) - (first < 0 ? -first - 1 : first);
  }

  private int rank(int example) {
    return Arrays.binarySearch(index.examples(), example);
  }

  @Override
  public void close() {
    latents.close();
    captions.close();
  }
}

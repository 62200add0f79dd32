package dev.spinrun.trainer.data;

import dev.spinrun.runstore.json.Sha256;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.trainer.diffusion.Picture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A data set of image files with a {@code metadata.jsonl} beside them, as Hugging Face's
 * imagefolder has it.
 */
public final class ImageFolder {
  private static final String METADATA = "metadata.jsonl";
  private static final int MAX_METADATA_BYTES = 1 << 30;
  private static final int MAX_IMAGE_BYTES = 256 << 20;
  private static final int NAMES_TOLD = 5;

  private final ObjectStore store;
  private final List<Captioned> examples;
  private final String digest;

  private ImageFolder(ObjectStore store, List<Captioned> examples, String digest) {
    this.store = store;
    this.examples = examples;
    this.digest = digest;
  }

  /**
   * Reads the captions and checks that every image is there.
   *
   * @throws InvalidDataException naming bad lines or missing images
   */
  public static ImageFolder open(ObjectStore store) {
    List<ObjectInfo> listing = store.list("");
    Set<String> files = listing.stream().map(ObjectInfo::key).collect(Collectors.toSet());
    if (!files.contains(METADATA)) {
      throw new InvalidDataException(
          "%s has no %s: a data set is a folder of images with that file beside them. Check spec.data.uri."
              .formatted(store.root(), METADATA));
    }
    List<Captioned> examples =
        JsonLines.captions(
            store.read(METADATA, MAX_METADATA_BYTES), store.root().resolve(METADATA).toString());
    Set<String> missing =
        examples.stream()
            .map(Captioned::file)
            .filter(file -> !files.contains(file))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!missing.isEmpty()) {
      throw new InvalidDataException(
          "%s names %d images that are not there: %s%s"
              .formatted(
                  store.root().resolve(METADATA),
                  missing.size(),
                  missing.stream().limit(NAMES_TOLD).collect(Collectors.joining(", ")),
                  missing.size() > NAMES_TOLD ? ", …" : "."));
    }
    return new ImageFolder(store, examples, digest(listing));
  }

  private static String digest(List<ObjectInfo> listing) {
    String lines =
        listing.stream()
            .map(o -> o.key() + "\t" + o.size() + "\t" + o.etag() + "\n")
            .collect(Collectors.joining());
    return Sha256.of(lines.getBytes(StandardCharsets.UTF_8));
  }

  /** The examples in the order of the file. */
  public List<Captioned> examples() {
    return examples;
  }

  /** Digest over name, size and etag of every file: changes whenever the data set does. */
  public String digest() {
    return digest;
  }

  /**
   * The image of an example, scaled and cropped to a square.
   *
   * @param resolution side of the square in pixels
   * @throws InvalidDataException if the file is no image
   */
  public Picture image(Captioned example, int resolution) {
    byte[] file = store.read(example.file(), MAX_IMAGE_BYTES);
    try {
      return Resampler.square(PictureFile.decode(file), resolution);
    } catch (IOException | RuntimeException e) {
      throw new InvalidDataException(
          "%s cannot be read as an image (%s). Replace it or take it out of %s."
              .formatted(store.root().resolve(example.file()), e.getMessage(), METADATA));
    }
  }
}

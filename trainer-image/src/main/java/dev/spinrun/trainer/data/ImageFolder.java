package dev.spinrun.trainer.data;

import dev.spinrun.contract.json.Sha256;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Image files with a {@code metadata.jsonl} beside them, as Hugging Face's imagefolder has it; the
 * rejected image of a pair is named by {@code rejected_file_name}.
 */
final class ImageFolder implements DataSet {
  static final String METADATA = "metadata.jsonl";

  private static final int MAX_METADATA_BYTES = 1 << 30;
  private static final int MAX_IMAGE_BYTES = 256 << 20;
  private static final int NAMES_TOLD = 5;

  private final ObjectSource source;
  private final List<Line> lines;
  private final String digest;

  private ImageFolder(ObjectSource source, List<Line> lines, String digest) {
    this.source = source;
    this.lines = lines;
    this.digest = digest;
  }

  /** A line of the metadata. */
  record Line(String file, @Nullable String rejected, String caption) {
    Stream<String> files() {
      return rejected == null ? Stream.of(file) : Stream.of(file, rejected);
    }
  }

  /**
   * Reads the captions and checks that every image is there.
   *
   * @param pairs whether each line must name a rejected image
   * @throws InvalidDataException naming bad lines or missing images
   */
  static ImageFolder open(ObjectSource source, List<ObjectInfo> listing, boolean pairs) {
    String where = source.locate(METADATA);
    List<Line> lines = JsonLines.metadata(source.read(METADATA, MAX_METADATA_BYTES), where, pairs);
    Set<String> files = listing.stream().map(ObjectInfo::key).collect(Collectors.toSet());
    Set<String> missing =
        lines.stream()
            .flatMap(Line::files)
            .filter(file -> !files.contains(file))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!missing.isEmpty()) {
      throw new InvalidDataException(
          "%s names %d images that are not there: %s%s Put them there, or take their lines out."
              .formatted(
                  where,
                  missing.size(),
                  missing.stream().limit(NAMES_TOLD).collect(Collectors.joining(", ")),
                  missing.size() > NAMES_TOLD ? ", …" : "."));
    }
    return new ImageFolder(source, lines, digest(listing));
  }

  /** Over name, size and etag of every file. */
  static String digest(List<ObjectInfo> listing) {
    String lines =
        listing.stream()
            .map(o -> o.key() + "\t" + o.size() + "\t" + o.etag() + "\n")
            .collect(Collectors.joining());
    return Sha256.of(lines.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public Entries open(Selection selection) {
    PrimitiveIterator.OfInt rest =
        IntStream.range(0, lines.size()).filter(selection::has).iterator();
    return () -> rest.hasNext() ? entry(rest.nextInt()) : null;
  }

  @Override
  public List<Integer> count(FileWatch watch) {
    return List.of(lines.size());
  }

  private Entry entry(int number) {
    Line line = lines.get(number);
    String rejected = line.rejected();
    return new Entry(
        number,
        source.locate(line.file()),
        line.caption(),
        content(line.file()),
        rejected == null ? null : content(rejected));
  }

  private Content content(String file) {
    return () -> source.read(file, MAX_IMAGE_BYTES);
  }
}

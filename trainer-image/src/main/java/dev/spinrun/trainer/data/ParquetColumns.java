package dev.spinrun.trainer.data;

import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.trainer.data.DataSets.Fields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table hold captions and images, as an SQL query.
 *
 * <p>A column of images holds bytes, or a structure of bytes and path as the datasets library
 * writes it. Two images of which {@code label_0} says how much the first is preferred (1, 0, or 0.5
 * for a tie) are Pick-a-Pic's columns; ties are left out.
 */
final class ParquetColumns {
  private static final List<String> CAPTIONS = List.of("caption", "text", "prompt");
  private static final List<String> IMAGES = List.of("image", "jpg", "png", "webp", "image_bytes");
  private static final List<String> REJECTED = List.of("rejected_image", "rejected");
  private static final String FIRST = "jpg_0";
  private static final String SECOND = "jpg_1";
  private static final String LABEL = "label_0";

  private ParquetColumns() {}

  /**
   * The beginning of a query for caption, image and, of pairs, rejected image.
   *
   * @param file named in errors
   * @param columns types by name
   * @throws InvalidDataException if the table lacks one of them
   */
  static String select(String file, Map<String, String> columns, Fields fields, boolean pairs) {
    String caption = choose(columns, fields.caption(), CAPTIONS);
    String image = image(file, columns, fields);
    String rejected = pairs ? rejected(file, columns) : null;
    if (caption == null || image == null || (pairs && rejected == null)) {
      throw new InvalidDataException(
          "%s has no column of %s; its columns are %s. Name them in spec.data.captionField and spec.data.imageField; pairs are jpg_0, jpg_1 and label_0, or an image beside rejected_image."
              .formatted(
                  file,
                  caption == null ? "captions" : image == null ? "images" : "rejected images",
                  columns.keySet()));
    }
    requireTypes(file, columns, caption);
    return "SELECT " + quoted(caption) + ", " + image + (pairs ? ", " + rejected : "");
  }

  private static void requireTypes(String file, Map<String, String> columns, String caption) {
    String type = String.valueOf(columns.get(caption));
    if (!type.equals("VARCHAR")) {
      throw new InvalidDataException(
          "%s has %s in its column %s; captions are VARCHAR. Name another in spec.data.captionField."
              .formatted(file, Excerpt.of(type), Excerpt.of(caption)));
    }
  }

  /** The condition behind the table's name; empty for none. */
  static String where(Map<String, String> columns) {
    return isPickAPic(columns) ? " WHERE " + LABEL + " IS NOT NULL AND " + LABEL + " <> 0.5" : "";
  }

  private static @Nullable String image(String file, Map<String, String> columns, Fields fields) {
    if (fields.image() == null && isPickAPic(columns)) {
      return "CASE WHEN %s > 0.5 THEN %s ELSE %s END"
          .formatted(LABEL, bytes(file, columns, FIRST), bytes(file, columns, SECOND));
    }
    String name = choose(columns, fields.image(), IMAGES);
    return name == null ? null : bytes(file, columns, name);
  }

  private static @Nullable String rejected(String file, Map<String, String> columns) {
    if (isPickAPic(columns)) {
      return "CASE WHEN %s > 0.5 THEN %s ELSE %s END"
          .formatted(LABEL, bytes(file, columns, SECOND), bytes(file, columns, FIRST));
    }
    String name = choose(columns, null, REJECTED);
    return name == null ? null : bytes(file, columns, name);
  }

  private static boolean isPickAPic(Map<String, String> columns) {
    return columns.keySet().containsAll(List.of(FIRST, SECOND, LABEL));
  }

  private static @Nullable String choose(
      Map<String, String> columns, @Nullable String named, List<String> usual) {
    List<String> candidates = named == null ? usual : List.of(named);
    return candidates.stream().filter(columns::containsKey).findFirst().orElse(null);
  }

  private static String bytes(String file, Map<String, String> columns, String name) {
    String type = String.valueOf(columns.get(name));
    if (type.equals("BLOB")) {
      return quoted(name);
    }
    if (type.startsWith("STRUCT") && type.matches("(?i).*\\W\"?bytes\"? BLOB\\W.*")) {
      return quoted(name) + ".bytes";
    }
    throw new InvalidDataException(
        "%s has %s in its column %s; images are BLOB, or STRUCT with a BLOB `bytes`. Name another in spec.data.imageField, or write the images themselves into the table."
            .formatted(file, Excerpt.of(type), Excerpt.of(name)));
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}

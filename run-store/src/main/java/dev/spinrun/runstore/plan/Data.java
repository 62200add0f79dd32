package dev.spinrun.runstore.plan;

import dev.spinrun.runstore.json.Defaulted;

/**
 * The data set. A plan may leave out both fields, which are the usual ones then, and maxSkipped,
 * which is 0.
 *
 * @param uri folder of a data set: images with {@code metadata.jsonl}, archives, or tables
 * @param resolution side in pixels to which images are resized and cropped
 * @param batchSize images encoded at a time
 * @param imageField column of images in tables; empty for the usual ones
 * @param captionField column of captions in tables; empty for the usual ones
 * @param maxSkipped examples that may be left out because they cannot be used
 */
public record Data(
    String uri,
    int resolution,
    int batchSize,
    @Defaulted String imageField,
    @Defaulted String captionField,
    @Defaulted Integer maxSkipped) {
  public Data {
    imageField = imageField == null ? "" : imageField;
    captionField = captionField == null ? "" : captionField;
    maxSkipped = maxSkipped == null ? 0 : maxSkipped;
  }

  /** What prepared data depends on, besides the data set's own content. */
  public String digested() {
    return String.join("\t", Integer.toString(resolution), imageField, captionField);
  }

  void check(Problems problems) {
    problems.unless(!uri.isBlank(), "data.uri must not be empty");
    problems.unless(
        resolution >= 8, "data.resolution must be at least 8 pixels (was %d)", resolution);
    problems.unless(batchSize >= 1, "data.batchSize must be at least 1 (was %d)", batchSize);
    problems.unless(maxSkipped >= 0, "data.maxSkipped must be at least 0 (was %d)", maxSkipped);
  }
}

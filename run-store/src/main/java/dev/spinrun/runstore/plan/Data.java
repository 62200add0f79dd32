package dev.spinrun.runstore.plan;

/**
 * The data set.
 *
 * @param uri folder with images and {@code metadata.jsonl}
 * @param resolution side in pixels to which images are resized and cropped
 * @param batchSize images encoded at a time
 */
public record Data(String uri, int resolution, int batchSize) {
  void check(Problems problems) {
    problems.unless(!uri.isBlank(), "data.uri must not be empty");
    problems.unless(
        resolution >= 8, "data.resolution must be at least 8 pixels (was %d)", resolution);
    problems.unless(batchSize >= 1, "data.batchSize must be at least 1 (was %d)", batchSize);
  }
}

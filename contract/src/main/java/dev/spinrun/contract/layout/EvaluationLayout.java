package dev.spinrun.contract.layout;

/**
 * The keys of the measurements of one candidate.
 *
 * @param root their folder, relative to {@code storage.uri}
 */
public record EvaluationLayout(String root) {
  /** All measurements, summed up: the commit of the evaluation. */
  public String summary() {
    return root + "/summary.json";
  }

  /** One line for each image and scorer. */
  public String scores() {
    return root + "/scores.jsonl";
  }

  /** One image that shows the first prompts as the candidate and its predecessors draw them. */
  public String gallery() {
    return root + "/gallery.png";
  }

  /** The candidate's own row of the gallery, without captions, for its successors' galleries. */
  public String galleryRow() {
    return root + "/gallery-row.png";
  }

  /** What the rows of the gallery are. */
  public String galleryRows() {
    return root + "/gallery.json";
  }
}

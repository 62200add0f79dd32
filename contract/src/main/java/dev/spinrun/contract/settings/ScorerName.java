package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The judges of images that the trainer carries. */
public enum ScorerName {
  /** 100 × cosine of CLIP's image and text embedding. */
  @JsonProperty("ClipScore")
  @JsonPropertyDescription("100 times the cosine between CLIP's embeddings of image and prompt")
  CLIP_SCORE,
  /** The cosine times the scale that the model was trained with (arXiv 2305.01569). */
  @JsonProperty("PickScore")
  @JsonPropertyDescription(
      "the same cosine times the model's own scale, for a CLIP trained on human choices (arXiv"
          + " 2305.01569)")
  PICK_SCORE
}

package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The judges of images that the trainer carries. */
public enum ScorerName {
  /** 100 × cosine of CLIP's image and text embedding. */
  @JsonProperty("ClipScore")
  CLIP_SCORE,
  /** The cosine times the scale that the model was trained with (arXiv 2305.01569). */
  @JsonProperty("PickScore")
  PICK_SCORE
}

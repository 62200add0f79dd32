package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A judge of images. */
public enum ScorerName {
  /** Agreement of image and prompt as CLIP sees it. */
  @JsonProperty("ClipScore")
  CLIP_SCORE,
  /** Preference of people, as a CLIP trained on their choices sees it. */
  @JsonProperty("PickScore")
  PICK_SCORE
}

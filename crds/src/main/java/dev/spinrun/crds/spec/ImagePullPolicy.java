package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the kubelet pulls an image. */
public enum ImagePullPolicy {
  /** At every start. */
  @JsonProperty("Always")
  ALWAYS,
  /** Only where the node lacks it. */
  @JsonProperty("IfNotPresent")
  IF_NOT_PRESENT,
  /** Not at all. */
  @JsonProperty("Never")
  NEVER
}

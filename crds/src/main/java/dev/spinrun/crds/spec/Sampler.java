package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How images are drawn from noise. */
public enum Sampler {
  /** DDIM. */
  @JsonProperty("Ddim")
  DDIM,
  /** PNDM without Runge-Kutta steps. */
  @JsonProperty("Pndm")
  PNDM,
  /** DPM-Solver++ of second order. */
  @JsonProperty("DpmSolver")
  DPM_SOLVER,
  /** Euler's method on noise levels. */
  @JsonProperty("Euler")
  EULER
}

package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How images are drawn from noise. */
public enum Sampler {
  /** DDIM (arXiv 2010.02502), deterministic unless eta is above 0. */
  @JsonProperty("Ddim")
  DDIM,
  /** PNDM without Runge-Kutta steps (arXiv 2202.09778), as Stable Diffusion was published with. */
  @JsonProperty("Pndm")
  PNDM,
  /** DPM-Solver++ of second order (arXiv 2211.01095). */
  @JsonProperty("DpmSolver")
  DPM_SOLVER,
  /** Euler's method on noise levels (arXiv 2206.00364). */
  @JsonProperty("Euler")
  EULER
}

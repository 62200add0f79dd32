package dev.spinrun.contract.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How images are drawn from noise. */
public enum Sampler {
  /** DDIM (arXiv 2010.02502), deterministic unless eta is above 0. */
  @JsonProperty("Ddim")
  @JsonPropertyDescription("DDIM (arXiv 2010.02502)")
  DDIM,
  /** PNDM without Runge-Kutta steps (arXiv 2202.09778), as Stable Diffusion was published with. */
  @JsonProperty("Pndm")
  @JsonPropertyDescription(
      "PNDM without Runge-Kutta steps (arXiv 2202.09778), which calls the model once more than"
          + " steps")
  PNDM,
  /** DPM-Solver++ of second order (arXiv 2211.01095). */
  @JsonProperty("DpmSolver")
  @JsonPropertyDescription("second-order DPM-Solver++ (arXiv 2211.01095)")
  DPM_SOLVER,
  /** Euler's method on noise levels (arXiv 2206.00364). */
  @JsonProperty("Euler")
  @JsonPropertyDescription("Euler's method on noise levels (arXiv 2206.00364)")
  EULER
}

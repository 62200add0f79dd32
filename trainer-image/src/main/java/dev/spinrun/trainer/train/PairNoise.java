package dev.spinrun.trainer.train;

/** Noise of the two images of a pair, which have one timestep in any case. */
public enum PairNoise {
  /** The same one: the difference of the two errors varies less. Mirrors: DiffusionDPO train.py. */
  SHARED,

  /** One each, as in the expectations of SPIN-Diffusion (arXiv 2402.10210). */
  INDEPENDENT
}

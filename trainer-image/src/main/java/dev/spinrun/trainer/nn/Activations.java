package dev.spinrun.trainer.nn;

/** What becomes of the values inside of a network between its forward and its backward pass. */
public enum Activations {
  /** All stay in memory. */
  KEPT,

  /**
   * Only the results of blocks stay, and what light blocks record; the backward pass computes each
   * other block again. Known as activation or gradient checkpointing (Chen et al., arXiv
   * 1604.06174): up to a third more time, a fraction of the memory.
   */
  RECOMPUTED
}

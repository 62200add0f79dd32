package dev.spinrun.trainer.cost;

import dev.spinrun.contract.settings.MixedPrecision;
import dev.spinrun.trainer.nn.Precision;

/** What computes. It decides in what numbers, and what of a stage lies in its memory. */
public enum Place {
  /**
   * A GPU that has bf16. Memory is that of the device: weights and values, without what the driver
   * takes for itself.
   */
  GPU(0, 0, Precision.BF16),

  /**
   * The CPU. Memory is what is resident of the process: the same, with JVM and libtorch; weights
   * that lie in a file count as far as passes read them and do not give them back.
   */
  CPU(300L << 20, 0.3, Precision.FP32);

  private final long process;
  private final double holes;
  private final Precision auto;

  /**
   * A place. The numbers of the CPU are what is left over of measured peaks (docs/benchmarks.md):
   * the first where values hardly matter, the second where they matter most.
   *
   * @param process bytes of JVM, libtorch, and a heap that is not yet collected
   * @param holes that the allocator leaves between values, as a share of them
   */
  Place(long process, double holes, Precision auto) {
    this.process = process;
    this.holes = holes;
    this.auto = auto;
  }

  /** The precision that a setting asks for here. */
  Precision precision(MixedPrecision setting) {
    return switch (setting) {
      case AUTO -> auto;
      case NO -> Precision.FP32;
      case FP16 -> Precision.FP16;
      case BF16 -> Precision.BF16;
    };
  }

  /** Bytes of a process whose weights and values take so many. */
  long peak(long weights, long values) {
    return process + weights + Math.round((1 + holes) * values);
  }
}

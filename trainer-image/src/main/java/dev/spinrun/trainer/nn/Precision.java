package dev.spinrun.trainer.nn;

import dev.spinrun.contract.settings.MixedPrecision;
import dev.spinrun.trainer.tensor.CudaDevice;
import dev.spinrun.trainer.tensor.Torch;
import java.util.Optional;

/**
 * In what numbers a network computes. Convolutions, linear layers and attention take halves where
 * that is asked for, normalisations and everything outside of the network stay in fp32. Weights are
 * converted where they are used: those of a training stay in fp32.
 *
 * <p>Mirrors: torch.autocast, whose lists of operations are these for what our networks use.
 */
public enum Precision {
  FP32(6, 4, Math.pow(2, -24), 0),
  FP16(5, 2, Math.pow(2, -11), 7),
  BF16(15, 2, Math.pow(2, -8), 8);

  /** Number of fp32 among torch's scalar types. */
  static final int FULL = 6;

  private final int scalarType;
  private final int bytes;
  private final double roundoff;
  private final int capability;

  Precision(int scalarType, int bytes, double roundoff, int capability) {
    this.scalarType = scalarType;
    this.bytes = bytes;
    this.roundoff = roundoff;
    this.capability = capability;
  }

  /** The precision that a setting asks for on the device that computes. */
  public static Precision of(MixedPrecision setting) {
    return of(setting, Torch.card());
  }

  static Precision of(MixedPrecision setting, Optional<CudaDevice> gpu) {
    return switch (setting) {
      case AUTO -> gpu.filter(BF16::hasUnitsOn).isPresent() ? BF16 : FP32;
      case NO -> FP32;
      case FP16 -> FP16;
      case BF16 -> BF16;
    };
  }

  /** The setting that names it. */
  public MixedPrecision setting() {
    return switch (this) {
      case FP32 -> MixedPrecision.NO;
      case FP16 -> MixedPrecision.FP16;
      case BF16 -> MixedPrecision.BF16;
    };
  }

  /** Number among torch's scalar types. Source: c10/core/ScalarType.h. */
  int scalarType() {
    return scalarType;
  }

  /** Bytes of a number. */
  public int bytes() {
    return bytes;
  }

  /** Unit roundoff: the largest relative error of one rounding. */
  public double roundoff() {
    return roundoff;
  }

  /**
   * First number of the compute capability from which on cards have units for it: Volta for fp16,
   * Ampere for bf16.
   */
  public int capability() {
    return capability;
  }

  /** Whether a card has units for it. */
  public boolean hasUnitsOn(CudaDevice card) {
    return card.major() >= capability;
  }

  /** Whether it is narrower than fp32. */
  public boolean isHalf() {
    return this != FP32;
  }
}

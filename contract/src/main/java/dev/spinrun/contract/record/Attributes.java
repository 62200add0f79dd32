package dev.spinrun.contract.record;

import java.util.Map;
import java.util.OptionalDouble;

/** The attributes of manifests that operator and trainer both know. */
public final class Attributes {
  /** Optimizer steps that a checkpoint or candidate has been trained for. */
  public static final String STEP = "step";

  /** m_w - r_w at the end of a training: how much worse real images are denoised than before. */
  public static final String DISPLACEMENT = "displacement";

  private Attributes() {}

  /** The displacement of a candidate; empty if none, or no number, is given. */
  public static OptionalDouble displacement(Map<String, String> attributes) {
    String text = attributes.get(DISPLACEMENT);
    try {
      double value = text == null ? Double.NaN : Double.parseDouble(text);
      return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}

package dev.spinrun.contract.record;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The attributes of manifests that operator and trainer both know. */
public final class Attributes {
  /** Optimizer steps that a checkpoint or candidate has been trained for. */
  public static final String STEP = "step";

  /** m_w - r_w at the end of a training: how much worse real images are denoised than before. */
  public static final String DISPLACEMENT = "displacement";

  /** Examples of the data set that the training reads, each counted once. */
  public static final String EXAMPLES_READ = "examplesRead";

  /** Images that were drawn for the iteration, each counted once. */
  public static final String IMAGES_DRAWN = "imagesDrawn";

  /** Key of the reference that names the prepared examples which the training reads. */
  public static final String PREPARED = "prepared";

  /** Of the base model: operations and bytes of its networks, in JSON. */
  public static final String MODEL_WORK = "modelWork";

  /** Of the base model: prompts by which candidates are measured. */
  public static final String PROMPTS = "prompts";

  private Attributes() {}

  /** A number of examples or images; empty if none, or no such number, is given. */
  public static OptionalInt count(Map<String, String> attributes, String name) {
    String text = attributes.get(name);
    return text != null && text.matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

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

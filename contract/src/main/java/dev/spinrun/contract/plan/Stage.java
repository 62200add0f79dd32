package dev.spinrun.contract.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.spinrun.contract.settings.Method;
import java.util.List;
import java.util.Locale;

/** One step of an iteration; all but the last are sub-commands of the trainer. */
public enum Stage {
  /**
   * Checks the inputs, copies the base model and encodes what the iterations to come will read. A
   * later iteration begins with it where it reads other examples than was known then.
   */
  @JsonProperty("Prepare")
  PREPARE,
  /** The opponent draws the training prompts. */
  @JsonProperty("Generate")
  GENERATE,
  /** The candidate learns. */
  @JsonProperty("Train")
  TRAIN,
  /** The candidate draws the evaluation prompts and is scored. */
  @JsonProperty("Evaluate")
  EVALUATE,
  /** The operator verifies the candidate and records it as the next opponent. */
  @JsonProperty("Promote")
  PROMOTE;

  /**
   * The stages of an iteration in order, but for a {@link #PREPARE} in front of them, which few
   * iterations need. Iteration 0 measures the base model.
   */
  public static List<Stage> sequence(Method method, int iteration) {
    if (iteration == 0) {
      return List.of(PREPARE, EVALUATE, PROMOTE);
    }
    return switch (method) {
      case SPIN -> List.of(GENERATE, TRAIN, EVALUATE, PROMOTE);
      case SFT, DPO -> List.of(TRAIN, EVALUATE, PROMOTE);
    };
  }

  /**
   * Whether it ends with a diffusers folder in an iteration with these stages: with the base
   * model's, or with the one that was trained.
   */
  public boolean makesCandidateIn(List<Stage> sequence) {
    return (this == PREPARE && sequence.contains(PREPARE)) || this == TRAIN;
  }

  /** The stage after this one, which is not the last; after one in front of them, the first. */
  public Stage followingIn(List<Stage> sequence) {
    return sequence.get(sequence.indexOf(this) + 1);
  }

  /** The name as it stands in Job names, object keys and on the command line. */
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name at the beginning of a sentence. */
  public String title() {
    return name().charAt(0) + lowerCase().substring(1);
  }
}

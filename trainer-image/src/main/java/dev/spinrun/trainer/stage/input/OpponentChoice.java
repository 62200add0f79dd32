package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.settings.Opponents;
import dev.spinrun.trainer.diffusion.random.RandomStream;

/**
 * Whose images an iteration of self-play learns to reject: its opponent's, or those of earlier ones
 * among them. Which of them draws an image depends on its key alone.
 */
public record OpponentChoice(Opponents opponents, int iteration, int seed) {
  /** The choice of this plan. */
  public static OpponentChoice of(IterationPlan plan) {
    return new OpponentChoice(plan.train().opponents(), plan.iteration(), plan.generate().seed());
  }

  /** Number of the iteration whose opponent draws the image of this key. */
  public int forImage(long image) {
    return iteration
        - RandomStream.of(RandomStream.number("rejected/%d/%d".formatted(seed, iteration)))
            .below(many(), image);
  }

  /** From how many opponents it chooses. */
  int many() {
    return iteration - oldest() + 1;
  }

  private int oldest() {
    return switch (opponents) {
      case LATEST -> iteration;
      case LAST_TWO -> Math.max(1, iteration - 1);
      case RANDOM -> 1;
    };
  }
}

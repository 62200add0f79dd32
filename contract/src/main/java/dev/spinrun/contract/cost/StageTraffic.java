package dev.spinrun.contract.cost;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.settings.Opponents;

/**
 * Bytes that all pods of a stage download and upload. Files of the data set, scorers, and documents
 * of some kilobytes are not counted.
 */
record StageTraffic(IterationPlan plan, ModelWork model) {
  /** The base model comes, and goes to the store with what is encoded; each pod encodes. */
  long prepare(long stored) {
    return model.bytes() + (plan.prepare().workers() - 1L) * model.vaeBytes() + stored;
  }

  /** Each pod draws with all opponents. */
  long generate(long stored) {
    long others = opponents() - 1L;
    return plan.generate().workers() * (model.bytes() + others * model.unetBytes()) + stored;
  }

  private int opponents() {
    Opponents opponents = plan.train().opponents();
    return switch (opponents) {
      case LATEST -> 1;
      case LAST_TWO -> Math.min(2, plan.iteration());
      case RANDOM -> plan.iteration();
    };
  }

  /**
   * Each worker reads latents of all that is learnt from, since examples are shuffled in blocks.
   *
   * @param latents that are different ones
   * @param checkpointBytes of one checkpoint
   */
  long train(long latents, long checkpointBytes) {
    return plan.train().workers() * (model.bytes() + latents * model.latentBytes())
        + model.bytes()
        + checkpoints() * checkpointBytes;
  }

  /** How many a training writes, of which none is after its last step. */
  long checkpoints() {
    return (plan.train().steps() - 1L) / plan.train().checkpointEverySteps();
  }

  long evaluate() {
    return plan.evaluate().workers() * model.bytes();
  }
}

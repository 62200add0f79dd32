package dev.spinrun.trainer.nn;

/**
 * Which results of a network depend on a weight that is trained. Found from the weights, because
 * DJL tells of leaves only whether they have gradients.
 */
final class Tracked {
  private final boolean[] byStep;

  Tracked(CompiledNetwork network, BoundNetwork bound) {
    boolean[] bySlot = new boolean[network.slots()];
    this.byStep = new boolean[network.steps().size()];
    for (int i = 0; i < byStep.length; i++) {
      ProgramStep step = network.steps().get(i);
      byStep[i] = bound.isTrained(i) || step.inputs().stream().anyMatch(slot -> bySlot[slot]);
      bySlot[step.output()] = byStep[i];
    }
  }

  /** Whether the result of a step depends on one. */
  boolean isResultOf(int step) {
    return byStep[step];
  }
}

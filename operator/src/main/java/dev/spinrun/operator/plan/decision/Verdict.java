package dev.spinrun.operator.plan.decision;

import dev.spinrun.crds.status.Phase;

/**
 * Where a run stands: phase and conditions follow from it together, so that they cannot disagree.
 *
 * @param message what is happening, or what is wrong and what to do
 */
public record Verdict(Phase phase, Reason reason, String message) {
  /** A verdict on a run that goes on. */
  public static Verdict running(Reason reason, String message) {
    return new Verdict(Phase.RUNNING, reason, message);
  }
}

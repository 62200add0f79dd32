package dev.spinrun.operator.plan;

import dev.spinrun.crds.StatusBuilder;
import dev.spinrun.crds.spec.Divergence;
import dev.spinrun.crds.status.Amendment;
import dev.spinrun.runstore.plan.IterationPlan;
import dev.spinrun.runstore.plan.Revision;
import dev.spinrun.runstore.plan.Training;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * Trainings that are repeated with other settings: each is a new revision of the iteration's plan,
 * because checkpoints are tied to the plan that they were made by.
 */
final class Amendments {
  private Amendments() {}

  /** After a divergence: as the policy asks. */
  static StatusBuilder afterDivergence(Situation s, StatusBuilder status, Divergence policy) {
    Amendment before = current(s);
    BigDecimal factor =
        new BigDecimal(before.learningRateFactor())
            .multiply(new BigDecimal(policy.learningRateFactor()), MathContext.DECIMAL32);
    return revise(
        s,
        status,
        new Amendment(
            before.ofRevision(),
            factor.toString(),
            before.seedShift() + (policy.newSeed() ? 1 : 0),
            policy.start() == Divergence.Start.LAST_CHECKPOINT
                ? Integer.valueOf(s.status().stageFirstAttempt())
                : null));
  }

  /** The same settings with another seed, from the opponent. */
  static StatusBuilder withNewSeed(Situation s, StatusBuilder status) {
    Amendment before = current(s);
    return revise(
        s,
        status,
        new Amendment(
            before.ofRevision(), before.learningRateFactor(), before.seedShift() + 1, null));
  }

  private static StatusBuilder revise(Situation s, StatusBuilder status, Amendment amendment) {
    return status.revision(s.status().revision() + 1).amendment(amendment);
  }

  private static Amendment current(Situation s) {
    Amendment amendment = s.status().amendment();
    return amendment == null ? new Amendment(s.status().revision(), "1", 0, null) : amendment;
  }

  /** The revision that a status is in. */
  static Revision revision(int number, @Nullable Amendment amendment) {
    return amendment == null
        ? new Revision(number, number, null)
        : new Revision(number, amendment.ofRevision(), amendment.continueFromAttempt());
  }

  /** The amended plan. */
  static IterationPlan amended(IterationPlan plan, Amendment amendment, Revision revision) {
    Training t = plan.training();
    return plan.revised(
        t.with(
            t.learningRate() * Double.parseDouble(amendment.learningRateFactor()),
            t.seed() + amendment.seedShift()),
        revision);
  }
}

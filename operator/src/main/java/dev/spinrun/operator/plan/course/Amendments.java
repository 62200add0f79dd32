package dev.spinrun.operator.plan.course;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Divergence;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.crds.StatusBuilder;
import dev.spinrun.crds.status.Amendment;
import dev.spinrun.operator.plan.situation.Situation;
import org.jspecify.annotations.Nullable;

/**
 * Trainings that are repeated with other settings: each is a new revision of the iteration's plan,
 * because checkpoints are tied to the plan that they were made by.
 */
public final class Amendments {
  private Amendments() {}

  /** After a divergence: as the policy asks. */
  public static StatusBuilder afterDivergence(
      Situation s, StatusBuilder status, Divergence policy) {
    Amendment before = current(s);
    Decimal factor = new Decimal(before.learningRateFactor()).times(policy.learningRateFactor());
    return revise(
        s,
        status,
        new Amendment(
            before.ofRevision(),
            factor.text(),
            before.seedShift() + (policy.newSeed() ? 1 : 0),
            policy.start() == Divergence.Start.LAST_CHECKPOINT
                ? Integer.valueOf(s.status().stageFirstAttempt())
                : null));
  }

  /** The same settings with another seed, from the opponent. */
  public static StatusBuilder withNewSeed(Situation s, StatusBuilder status) {
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

  /** The amended plan. Seeds go round, so that none is out of its bounds. */
  static IterationPlan amended(IterationPlan plan, Amendment amendment, Revision revision) {
    Train train = plan.train();
    ObjectNode changes = Documents.object();
    changes.put(
        "learningRate",
        train.learningRate().times(new Decimal(amendment.learningRateFactor())).text());
    changes.put("seed", (train.seed() + amendment.seedShift()) & Integer.MAX_VALUE);
    return plan.revised(Settings.with("train", train, changes), revision);
  }
}

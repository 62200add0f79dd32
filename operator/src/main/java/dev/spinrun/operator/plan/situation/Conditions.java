package dev.spinrun.operator.plan.situation;

import dev.spinrun.crds.status.ConditionType;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Reason.Effect;
import dev.spinrun.operator.plan.decision.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The conditions that follow from a verdict, each with the time of its last change. */
public final class Conditions {
  private static final int MAX_MESSAGE = 2000;

  private final Situation situation;

  private Conditions(Situation situation) {
    this.situation = situation;
  }

  /** All conditions, always in the same order. */
  public static List<Condition> of(Situation situation, Verdict verdict) {
    Conditions conditions = new Conditions(situation);
    Effect effect = verdict.reason().effect();
    boolean stalled = effect == Effect.STALLED || effect == Effect.FAILED;
    return List.of(
        conditions.condition(ConditionType.RECONCILING, effect == Effect.PROGRESS, verdict),
        conditions.condition(ConditionType.STALLED, stalled, verdict),
        conditions.storeReachable(),
        conditions.condition(ConditionType.SUSPENDED, verdict.phase() == Phase.SUSPENDED, verdict),
        conditions.condition(ConditionType.COMPLETE, effect == Effect.COMPLETE, verdict),
        conditions.condition(ConditionType.FAILED, effect == Effect.FAILED, verdict));
  }

  /** As much of a message as a condition holds. */
  public static String shortened(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
  }

  private Condition condition(ConditionType type, boolean holds, Verdict verdict) {
    return holds
        ? condition(type, "True", verdict.reason().text(), shortened(verdict.message()))
        : condition(type, "False", verdict.reason().text(), "");
  }

  private Condition storeReachable() {
    ConditionType type = ConditionType.STORE_REACHABLE;
    StoreProblem problem = situation.store().problem();
    if (problem != null) {
      return condition(
          type, "False", Reason.of(problem.kind()).text(), shortened(problem.message()));
    }
    if (situation.store().askedAt() != null) {
      return condition(type, "True", "Answers", "");
    }
    // A new question does not make the answer to the last one untrue.
    return type.in(situation.status().conditions())
        .map(c -> condition(type, c.getStatus(), c.getReason(), c.getMessage()))
        .orElseGet(
            () -> condition(type, "Unknown", Reason.WAITING_FOR_STORE.text(), "Not asked yet."));
  }

  private Condition condition(ConditionType type, String status, String reason, String message) {
    String since =
        type.in(situation.status().conditions())
            .filter(c -> c.getStatus().equals(status))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> situation.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return new ConditionBuilder()
        .withType(type.text())
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withObservedGeneration(situation.run().getMetadata().getGeneration())
        .withLastTransitionTime(since)
        .build();
  }
}

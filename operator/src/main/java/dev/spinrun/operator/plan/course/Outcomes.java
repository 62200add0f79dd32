package dev.spinrun.operator.plan.course;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.operator.plan.situation.Situation;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The document that says how an iteration ended. */
public final class Outcomes {
  private Outcomes() {}

  /** Writes down how the iteration in progress ended, for readers without Kubernetes. */
  public static StoreTask write(
      Situation s, Outcome.Result result, @Nullable String message, Instant finishedAt) {
    StoreFacts facts = s.facts();
    OpponentRecord previous = facts.previous();
    FrozenPlan plan = facts.plan();
    Candidate candidate = facts.candidate();
    int attempt = s.store().question().candidateAttempt();
    Outcome outcome =
        new Outcome(
            Documents.SCHEMA,
            s.iteration(),
            result,
            message,
            s.current().jobsStarted(),
            finishedAt,
            plan == null ? null : plan.digest(),
            previous == null ? null : previous.candidateDigest(),
            candidate == null ? null : candidate.digest(),
            facts.evaluation() == null ? null : s.layout().evaluation(s.iteration(), attempt),
            failures(s.status().failures()),
            s.current().gpuSeconds(),
            s.current().startedAt());
    return StoreTask.Write.of(s.layout().outcome(s.iteration()), outcome);
  }

  private static Map<String, Integer> failures(Failures failures) {
    return Map.of(
        "infrastructure", failures.infrastructure(),
        "application", failures.application(),
        "divergence", failures.divergence());
  }
}

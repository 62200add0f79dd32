package dev.spinrun.operator.plan.promotion;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.spec.Retention;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.plan.course.Ending;
import dev.spinrun.operator.plan.course.Measured;
import dev.spinrun.operator.plan.course.Outcomes;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.course.Results;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Durations;
import dev.spinrun.operator.plan.situation.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How a candidate becomes an opponent, and what follows once it is one. */
public final class Promotions {
  private Promotions() {}

  /**
   * Has the candidate verified and recorded. The same situation gives the same bytes, so that a
   * repeated promotion is no conflict.
   *
   * @param decidedBy who decided, for the record
   * @param at when it was decided
   */
  static Decision promote(Situation s, Candidate candidate, String decidedBy, Instant at) {
    StoreTask task =
        new StoreTask.Promote(
            s.layout().opponent(s.iteration()), record(s, candidate, decidedBy, at));
    return Decision.of(s.status(), promoting(s), new Action.InStore(task))
        .lookAgainIn(Decision.SHORTLY);
  }

  /** From the end of the evaluation on, whoever decides. */
  public static Verdict promoting(Situation s) {
    return Verdict.running(
        Reason.PROMOTING,
        "The candidate of iteration %d is up for promotion.".formatted(s.iteration()));
  }

  private static OpponentRecord record(
      Situation s, Candidate candidate, String decidedBy, Instant at) {
    StoreFacts facts = s.facts();
    FrozenPlan frozen = Objects.requireNonNull(facts.plan());
    IterationPlan plan = frozen.plan();
    @Nullable Predecessor parent = plan.opponent();
    int attempt = s.store().question().candidateAttempt();
    return new OpponentRecord(
        Documents.SCHEMA,
        s.layout().uid(),
        s.iteration(),
        attempt,
        s.store().question().candidateKey(),
        candidate.digest(),
        s.layout().evaluation(s.iteration(), attempt),
        frozen.digest(),
        parent == null ? null : parent.candidateDigest(),
        candidate.attributes(),
        at,
        plan.origin(),
        plan.modelUri(),
        plan.data().uri(),
        facts.prepared() == null ? null : facts.prepared().digest(),
        decidedBy);
  }

  /** The iteration is over: its outcome is written down before the status moves on. */
  public static Decision finish(Situation s, OpponentRecord promoted) {
    Outcome outcome = s.facts().outcome();
    Instant at = promoted.promotedAt();
    MeasuredCandidate measured = Measured.of(s, promoted.candidateAttempt());
    if (outcome == null || outcome.result() != Outcome.Result.PROMOTED) {
      return Decision.of(
              s.status(),
              Verdict.running(
                  Reason.PROMOTED,
                  "Iteration %d is promoted%s%s."
                      .formatted(
                          s.iteration(),
                          took(s, at),
                          Optional.ofNullable(measured).map(Measured::inWords).orElse(""))),
              new Action.InStore(tidy(s)),
              new Action.InStore(Outcomes.write(s, Outcome.Result.PROMOTED, null, at)))
          .lookAgainIn(Decision.SHORTLY);
    }
    SpinRunStatus next =
        Results.append(s, s.status(), Outcome.Result.PROMOTED, promoted, at)
            .withCandidate(measured)
            .withOpponent(Results.opponent(s, promoted))
            .withTotals(s.status().totals().plusPromotion());
    if (s.iteration() < s.spec().iterations()) {
      return Progression.nextIteration(s, next);
    }
    return Decision.of(
            Progression.between(next).withFinishedAt(s.nowInSeconds()),
            Ending.succeeded(s.spec().iterations()),
            new Action.DeleteAll())
        .lookAgainIn(Decision.SOON);
  }

  private static String took(Situation s, Instant end) {
    Instant start = s.current().startedAt();
    return start == null || end.isBefore(start)
        ? ""
        : " after " + Durations.text(Duration.between(start, end));
  }

  private static StoreTask tidy(Situation s) {
    Retention retention = s.spec().retention();
    return new StoreTask.Tidy(
        s.layout(),
        s.iteration(),
        retention.checkpoints(),
        retention.syntheticData() == Retention.SyntheticData.DROP
            ? IntStream.rangeClosed(0, s.current().revision())
                .mapToObj(revision -> s.layout().synthetic(s.iteration(), revision))
                .toList()
            : List.of());
  }
}

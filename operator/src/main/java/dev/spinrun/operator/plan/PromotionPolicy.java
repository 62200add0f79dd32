package dev.spinrun.operator.plan;

import dev.spinrun.crds.StatusBuilder;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.resource.FrozenPlan;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.plan.Predecessor;
import dev.spinrun.runstore.plan.Stage;
import dev.spinrun.runstore.record.FailureClass;
import dev.spinrun.runstore.record.OpponentRecord;
import dev.spinrun.runstore.record.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the measured candidate the next opponent, exactly once. */
final class PromotionPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    if (!s.isStarted() || s.stage() != Stage.PROMOTE) {
      return Optional.empty();
    }
    StoreFacts facts = s.facts();
    if (facts.promoted() != null) {
      return Optional.of(
          isOurs(facts) ? finish(s, facts.promoted()) : conflict(s, facts.promoted()));
    }
    if (facts.defect() != null) {
      return Optional.of(defective(s, facts.defect()));
    }
    if (facts.candidate() == null) {
      return Optional.of(
          defective(
              s,
              "The manifest of the candidate is gone from %s."
                  .formatted(s.store().question().candidateKey())));
    }
    return Optional.of(promote(s, facts.candidate()));
  }

  private static boolean isOurs(StoreFacts facts) {
    Candidate candidate = facts.candidate();
    return candidate != null
        && facts.promoted() != null
        && facts.promoted().candidateDigest().equals(candidate.digest());
  }

  /** The same situation gives the same bytes, so that a repeated promotion is no conflict. */
  private static Decision promote(Situation s, Candidate candidate) {
    int attempt = s.store().question().candidateAttempt();
    FrozenPlan plan = Objects.requireNonNull(s.facts().plan());
    @Nullable Predecessor parent = plan.plan().opponent();
    OpponentRecord record =
        new OpponentRecord(
            Documents.SCHEMA,
            s.layout().uid(),
            s.iteration(),
            attempt,
            s.store().question().candidateKey(),
            candidate.digest(),
            s.layout().evaluation(s.iteration(), attempt),
            plan.digest(),
            parent == null ? null : parent.candidateDigest(),
            candidate.attributes(),
            Objects.requireNonNullElse(s.status().stageStartedAt(), s.now()));
    return Decision.of(
            s.next(),
            Verdict.running(
                Reason.PROMOTING,
                "The candidate of iteration %d is verified and recorded.".formatted(s.iteration())),
            new Action.InStore(new StoreTask.Promote(s.layout().opponent(s.iteration()), record)))
        .lookAgainIn(Decision.SOON.multipliedBy(5));
  }

  /** The iteration is over: its outcome is written down before the status moves on. */
  static Decision finish(Situation s, OpponentRecord promoted) {
    Outcome outcome = s.facts().outcome();
    Instant at = promoted.promotedAt();
    String done = "Iteration %d is promoted.".formatted(s.iteration());
    if (outcome == null || outcome.result() != Outcome.Result.PROMOTED) {
      return Decision.of(
              s.next(),
              Verdict.running(Reason.PROMOTED, done),
              Outcomes.write(s, Outcome.Result.PROMOTED, null, at))
          .lookAgainIn(Decision.SOON.multipliedBy(5));
    }
    StatusBuilder next =
        Results.append(s, s.next(), IterationResult.Result.PROMOTED, promoted, at)
            .opponent(Results.opponent(s, promoted));
    if (s.iteration() < s.spec().iterations()) {
      return Progression.nextIteration(s, next);
    }
    return new Decision(
        Progression.between(next),
        EndPolicy.succeeded(s.spec().iterations()),
        List.of(),
        Optional.of(Decision.SOON));
  }

  private static Decision conflict(Situation s, OpponentRecord promoted) {
    Candidate candidate = s.facts().candidate();
    return Decision.of(
        s.next(),
        Verdict.running(
            Reason.PROMOTION_CONFLICT,
            "%s records candidate %s, but this run made %s. Nothing is overwritten: find out who wrote the record, and remove the wrong one."
                .formatted(
                    s.layout().opponent(s.iteration()),
                    promoted.candidateDigest(),
                    candidate == null ? "none that is still there" : candidate.digest())));
  }

  /** What was measured is not what lies there now: it must be made again. */
  private static Decision defective(Situation s, String sentence) {
    Stage maker = s.iteration() == 0 ? Stage.PREPARE : Stage.TRAIN;
    int attempt = s.store().question().candidateAttempt() + 1;
    StatusBuilder again =
        Progression.stage(s, s.next(), maker).attempt(attempt).candidateAttempt(null);
    return Retries.failed(s, new Diagnosis(FailureClass.APPLICATION, sentence), again);
  }
}

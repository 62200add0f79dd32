package dev.spinrun.operator.plan.promotion;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.failure.Diagnosis;
import dev.spinrun.operator.plan.failure.Retries;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the measured candidate the next opponent, exactly once, if it is to be one. */
public final class PromotionPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    if (!s.isStarted() || s.stage() != Stage.PROMOTE) {
      return Optional.empty();
    }
    StoreFacts facts = s.facts();
    if (facts.promoted() != null) {
      return Optional.of(
          isOurs(facts)
              ? Promotions.finish(s, facts.promoted())
              : conflict(s, facts.promoted(), facts.candidate()));
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
    return Optional.of(CandidateDecision.decide(s, facts.candidate()));
  }

  private static boolean isOurs(StoreFacts facts) {
    Candidate candidate = facts.candidate();
    return candidate != null
        && facts.promoted() != null
        && facts.promoted().candidateDigest().equals(candidate.digest());
  }

  private static Decision conflict(Situation s, OpponentRecord promoted, @Nullable Candidate ours) {
    return Decision.of(
        s.status(),
        Verdict.running(
            Reason.PROMOTION_CONFLICT,
            "%s records candidate %s, but this run made %s. Nothing is overwritten: find out who wrote the record, and remove the wrong one."
                .formatted(
                    s.layout().opponent(s.iteration()),
                    promoted.candidateDigest(),
                    ours == null ? "none that is still there" : ours.digest())));
  }

  /** What was measured is not what lies there now: it must be made again. */
  private static Decision defective(Situation s, String sentence) {
    return Retries.failed(
        s, new Diagnosis(FailureClass.APPLICATION, sentence), Progression.makeAgain(s));
  }
}

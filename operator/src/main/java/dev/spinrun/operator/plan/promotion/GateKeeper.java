package dev.spinrun.operator.plan.promotion;

import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.settings.Gate;
import dev.spinrun.contract.settings.Promotion;
import dev.spinrun.contract.settings.Promotion.OnInconclusive;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.plan.course.Measured;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.ManualRequest;
import dev.spinrun.operator.resource.ManualRequest.Action;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a measured candidate is promoted: by policy, by measurement, or by people. */
final class GateKeeper {
  private GateKeeper() {}

  static Decision decide(Situation s, Candidate candidate) {
    Promotion promotion = s.spec().promotion();
    if (s.iteration() == 0 || promotion.policy() == Promotion.Policy.ALWAYS) {
      return Promotions.promote(s, candidate, "policy Always", s.stageStartedAt());
    }
    Optional<ManualDecision> made = s.decisionOnCandidate();
    if (made.isPresent()) {
      ManualDecision decision = made.get();
      String by = decision.by() == null ? "annotation" : decision.by();
      return decision.action().equals(Action.PROMOTE.word())
          ? Promotions.promote(s, candidate, by, decision.at())
          : Rejections.rejected(s, "It was rejected by " + by);
    }
    if (promotion.policy() == Promotion.Policy.MANUAL) {
      return await(s, "spec.promotion.policy is Manual.");
    }
    EvaluationSummary evaluation = s.facts().evaluation();
    Gate gate = promotion.gate();
    if (evaluation == null || gate == null) {
      return await(s, "There are no measurements to judge it by.");
    }
    Judgement judgement = Judgement.of(gate, evaluation, candidate);
    return switch (judgement.outcome()) {
      case REACHED -> Promotions.promote(s, candidate, "policy Gate", s.stageStartedAt());
      case MISSED -> Rejections.rejected(s, "The gate rejects it: " + judgement.sentence());
      case INCONCLUSIVE -> inconclusive(s, candidate, promotion.onInconclusive(), judgement);
    };
  }

  private static Decision inconclusive(
      Situation s, Candidate candidate, OnInconclusive then, Judgement judgement) {
    return switch (then) {
      case PROMOTE ->
          Promotions.promote(
              s, candidate, "policy Gate, onInconclusive Promote", s.stageStartedAt());
      case REJECT ->
          Rejections.rejected(
              s, "The measurements are inconclusive (%s)".formatted(judgement.sentence()));
      case WAIT -> await(s, "The measurements are inconclusive: " + judgement.sentence() + ".");
    };
  }

  /** A request is recorded first and acted on afterwards: whoever reads the status knows why. */
  private static Decision await(Situation s, String why) {
    if (s.candidate().isEmpty()) {
      // Of a status that somebody else has written: people decide on what they are shown alone.
      int attempt = s.store().question().candidateAttempt();
      return Decision.of(s.next().candidate(Measured.of(s, attempt)), Promotions.promoting(s))
          .lookAgainIn(Decision.SOON);
    }
    MeasuredCandidate candidate = s.candidate().get();
    String name = candidate.name();
    List<ManualRequest> about =
        Stream.of(Action.PROMOTE, Action.REJECT)
            .flatMap(action -> s.newRequest(action).stream())
            .filter(request -> request.value().equals(name))
            .toList();
    if (about.size() == 1) {
      return Decision.of(
              s.next().decisions(s.decisionsWith(about.get(0))),
              Verdict.running(
                  Reason.PROMOTING,
                  "The candidate of iteration %d is decided on by annotation."
                      .formatted(s.iteration())))
          .lookAgainIn(Decision.SOON);
    }
    return Decision.of(
        s.next(),
        new Verdict(
            Phase.AWAITING_PROMOTION,
            Reason.AWAITING_PROMOTION,
            "Candidate %s is measured%s. %s Set the annotation %s or %s to %s.%s"
                .formatted(
                    name,
                    Measured.inWords(candidate),
                    why,
                    Action.PROMOTE.annotation(),
                    Action.REJECT.annotation(),
                    name,
                    about.isEmpty() ? "" : " Both are set: remove one.")));
  }
}

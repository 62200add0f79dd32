package dev.spinrun.operator.plan.promotion;

import dev.spinrun.contract.life.Ruling;
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
final class CandidateDecision {
  private CandidateDecision() {}

  static Decision decide(Situation s, Candidate candidate) {
    Optional<ManualDecision> made = s.decisionOnCandidate();
    Ruling ruling =
        Ruling.on(
            s.spec().promotion(),
            s.iteration(),
            made.map(CandidateDecision::ruling),
            s.facts().evaluation(),
            candidate.attributes());
    return switch (ruling.kind()) {
      case PROMOTE ->
          Promotions.promote(
              s,
              candidate,
              ruling.because(),
              made.filter(d -> ruling(d).equals(ruling))
                  .map(ManualDecision::at)
                  .orElse(s.stageStartedAt()));
      case REJECT -> Rejections.rejected(s, ruling.because());
      case AWAIT -> await(s, ruling.because());
    };
  }

  private static Ruling ruling(ManualDecision decision) {
    String by = decision.by() == null ? "annotation" : decision.by();
    return decision.action().equals(Action.PROMOTE.word())
        ? Ruling.promote(by)
        : Ruling.reject("It was rejected by " + by);
  }

  /** A request is recorded first and acted on afterwards: whoever reads the status knows why. */
  private static Decision await(Situation s, String why) {
    if (s.candidate().isEmpty()) {
      // Of a status that somebody else has written: people decide on what they are shown alone.
      int attempt = s.store().question().candidateAttempt();
      return Decision.of(s.status().withCandidate(Measured.of(s, attempt)), Promotions.promoting(s))
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
              s.status().withDecisions(s.decisionsWith(about.get(0))),
              Verdict.running(
                  Reason.PROMOTING,
                  "The candidate of iteration %d is decided on by annotation."
                      .formatted(s.iteration())))
          .lookAgainIn(Decision.SOON);
    }
    return Decision.of(
        s.status(),
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

package dev.spinrun.operator.plan.promotion;

import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.contract.settings.Promotion;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.course.Ending;
import dev.spinrun.operator.plan.course.Progression;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.ManualRequest;

/** What follows when a candidate is not taken. */
final class Rejections {
  private Rejections() {}

  static Decision rejected(Situation s, String why) {
    Promotion promotion = s.spec().promotion();
    String what = "The candidate of iteration %d is rejected. %s.".formatted(s.iteration(), why);
    return switch (promotion.afterRejection(s.current().rejections())) {
      case FAIL -> fail(s, what);
      case STOP ->
          Ending.rejected(
              s,
              Phase.SUCCEEDED,
              Reason.STOPPED_AT_REJECTION,
              "%s The run ends with opponent %d; set the annotation %s to train again."
                  .formatted(what, s.iteration() - 1, ManualRequest.Action.RETRY.annotation()));
      case RETRY -> again(s, what, promotion);
    };
  }

  private static Decision fail(Situation s, String what) {
    return Ending.rejected(
        s,
        Phase.FAILED,
        Reason.CANDIDATE_REJECTED,
        "%s Change the settings and set the annotation %s to train again from opponent %d."
            .formatted(what, ManualRequest.Action.RETRY.annotation(), s.iteration() - 1));
  }

  private static Decision again(Situation s, String what, Promotion promotion) {
    int rejections = s.current().rejections() + 1;
    return Decision.of(
            Progression.amended(s, Progression.makeAgain(s), IterationInProgress::rejected),
            Verdict.running(
                Reason.REJECTED,
                "%s It is trained again with another seed, %d of %d."
                    .formatted(what, rejections, promotion.retries())))
        .lookAgainIn(Decision.SOON);
  }
}

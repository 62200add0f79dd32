package dev.spinrun.operator.plan.policy;

import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.ManualRequest;
import dev.spinrun.operator.resource.ManualRequest.Action;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers to annotations that ask for what cannot be meant as things stand: a wish that is kept for
 * later would decide on what nobody has seen.
 */
public final class Refusals {
  private Refusals() {}

  /** The annotations that ask for what cannot be done, each with the reason. */
  public static List<ManualDecision> of(Situation s) {
    return Stream.of(Action.values())
        .flatMap(action -> s.newRequest(action).stream())
        .flatMap(
            request ->
                why(s, request)
                    .map(why -> request.refused(why, s.iteration(), s.nowInSeconds()))
                    .stream())
        .toList();
  }

  private static Optional<String> why(Situation s, ManualRequest request) {
    return switch (request.action()) {
      case RETRY -> retry(s);
      case PROMOTE, REJECT -> decision(s, request);
      case PAUSED ->
          request.value().equals("true") || request.value().equals("false")
              ? Optional.empty()
              : Optional.of("It pauses the run if it is \"true\", and does nothing else.");
    };
  }

  private static Optional<String> retry(Situation s) {
    return switch (s.status().phase()) {
      case FAILED -> Optional.empty();
      case SUCCEEDED ->
          EndPolicy.lastVerdict(s).reason() == Reason.ALL_ITERATIONS_PROMOTED
              ? Optional.of("All iterations are promoted. Raise spec.iterations to go on.")
              : Optional.empty();
      case PENDING, RUNNING, SUSPENDING, SUSPENDED, AWAITING_PROMOTION ->
          Optional.of("The run has not ended: there is nothing to retry.");
    };
  }

  private static Optional<String> decision(Situation s, ManualRequest request) {
    if (s.candidate().isEmpty()) {
      return Optional.of(
          "No candidate awaits a decision. Once one does, status.candidate.name is the value to set.");
    }
    String name = s.candidate().get().name();
    return name.equals(request.value())
        ? Optional.empty()
        : Optional.of("The candidate to decide on is %s.".formatted(name));
  }
}

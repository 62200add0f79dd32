package dev.spinrun.operator.plan;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.runstore.record.Outcome;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run that is over stays as it is, unless it succeeded and more iterations are wanted. */
final class EndPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    SpinRunStatus status = s.status();
    if (!status.phase().isEnd()) {
      return Optional.empty();
    }
    if (status.phase() == Phase.SUCCEEDED) {
      if (s.spec().iterations() > s.iteration()) {
        return Optional.of(Progression.nextIteration(s, s.next()));
      }
      return Optional.of(Decision.of(s.next(), succeeded(s.iteration())).rest());
    }
    Decision stay = Decision.of(s.next(), lastVerdict(status));
    if (s.store().isAnswered() && !isWritten(s.facts().outcome())) {
      Action write = Outcomes.write(s, Outcome.Result.FAILED, status.message(), s.now());
      return Optional.of(Decision.of(s.next(), stay.verdict(), write));
    }
    // A store that is out of reach for good must not keep the operator busy for ever.
    return Optional.of(s.store().isAnswered() ? stay.rest() : stay);
  }

  static Verdict succeeded(int iterations) {
    return new Verdict(
        Phase.SUCCEEDED,
        Reason.ALL_ITERATIONS_PROMOTED,
        "All %d iterations are promoted.".formatted(iterations));
  }

  private static boolean isWritten(@Nullable Outcome outcome) {
    return outcome != null && outcome.result() == Outcome.Result.FAILED;
  }

  /** The reason is kept in the condition: nothing observed later may change why a run failed. */
  private static Verdict lastVerdict(SpinRunStatus status) {
    Reason reason =
        status.conditions().stream()
            .filter(c -> c.getType().equals("Failed"))
            .map(Condition::getReason)
            .flatMap(Reason::find)
            .findFirst()
            .orElse(Reason.APPLICATION_RETRIES_EXHAUSTED);
    String message = status.message();
    return new Verdict(Phase.FAILED, reason, message == null ? "" : message);
  }
}

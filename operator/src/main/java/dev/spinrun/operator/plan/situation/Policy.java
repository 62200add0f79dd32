package dev.spinrun.operator.plan.situation;

import dev.spinrun.operator.plan.decision.Decision;
import java.util.Optional;

/** One rule; empty if it has no say in this situation. */
public interface Policy {
  Optional<Decision> decide(Situation situation);
}

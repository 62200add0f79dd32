package dev.spinrun.operator.plan;

import java.util.Optional;

/** One rule; empty if it has no say in this situation. */
interface Policy {
  Optional<Decision> decide(Situation situation);
}

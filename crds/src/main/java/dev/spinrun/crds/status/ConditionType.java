package dev.spinrun.crds.status;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;

/** The conditions of a SpinRun. */
public enum ConditionType {
  /** The operator is working towards what the spec asks for. */
  RECONCILING("Reconciling"),
  /** Somebody must act. */
  STALLED("Stalled"),
  /** The store answers. */
  STORE_REACHABLE("StoreReachable"),
  /** Stopped on request. */
  SUSPENDED("Suspended"),
  /** The run ended well: all iterations are promoted, or it stopped at a rejection. */
  COMPLETE("Complete"),
  /** The run ended without what was asked for. */
  FAILED("Failed");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  /** As the API spells it. */
  public String text() {
    return text;
  }

  /** The condition of this type among these, if it was ever written. */
  public Optional<Condition> in(List<Condition> conditions) {
    return conditions.stream().filter(c -> c.getType().equals(text)).findFirst();
  }
}

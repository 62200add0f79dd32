package dev.spinrun.e2e.trouble;

import dev.spinrun.e2e.edge.EffectGate;
import java.util.HashSet;
import java.util.Set;

/** Answers each write to Kubernetes with an error when it is tried for the first time. */
final class RefusingGate implements EffectGate {
  private final int status;
  private final Set<String> refused = new HashSet<>();

  RefusingGate(int status) {
    this.status = status;
  }

  @Override
  public synchronized Passage ask(String effect) {
    boolean passes = effect.startsWith("store ") || !refused.add(effect);
    return passes ? Passage.PASS : Passage.answer(status);
  }

  @Override
  public boolean isShut() {
    return false;
  }

  synchronized int refused() {
    return refused.size();
  }
}

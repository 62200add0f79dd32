package dev.spinrun.e2e.edge;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lets everything pass, and keeps each effect once, in the order of first occurrence. */
public final class RecordingGate implements EffectGate {
  private final Set<String> effects = new LinkedHashSet<>();

  @Override
  public synchronized Passage ask(String effect) {
    effects.add(effect);
    return Passage.PASS;
  }

  @Override
  public boolean isShut() {
    return false;
  }

  /** The effects so far. */
  public synchronized List<String> effects() {
    return List.copyOf(effects);
  }
}

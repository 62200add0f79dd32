package dev.spinrun.e2e.crash;

import dev.spinrun.e2e.edge.EffectGate;
import java.util.concurrent.CountDownLatch;

/** Lets everything pass up to a point, and nothing after it. */
final class CrashingGate implements EffectGate {
  private final CrashPoint point;
  private final CountDownLatch crashed = new CountDownLatch(1);

  CrashingGate(CrashPoint point) {
    this.point = point;
  }

  @Override
  public synchronized Passage ask(String effect) {
    if (isShut()) {
      return Passage.REFUSED;
    }
    if (!effect.equals(point.effect())) {
      return Passage.PASS;
    }
    crashed.countDown();
    return point.moment().passage();
  }

  @Override
  public boolean isShut() {
    return crashed.getCount() == 0;
  }
}

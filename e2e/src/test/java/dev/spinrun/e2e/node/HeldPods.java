package dev.spinrun.e2e.node;

import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Holds some trainer pods until they are released. */
public final class HeldPods implements PodEnding.Choice {
  private final Predicate<TrainerPod> held;
  private final CountDownLatch released = new CountDownLatch(1);

  /** Holds these; the work of all others is done at once. */
  public HeldPods(Predicate<TrainerPod> held) {
    this.held = held;
  }

  /** Lets them go on, and all that come later. */
  public void release() {
    released.countDown();
  }

  @Override
  public PodEnding of(TrainerPod pod) {
    try {
      if (held.test(pod)) {
        released.await();
      }
      return PodEnding.DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new PodEnding(1, "");
    }
  }
}

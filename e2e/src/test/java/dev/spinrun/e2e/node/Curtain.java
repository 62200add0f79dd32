package dev.spinrun.e2e.node;

import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** Holds some trainer pods until it is raised. */
public final class Curtain implements Ending.Choice {
  private final Predicate<TrainerPod> held;
  private final CountDownLatch raised = new CountDownLatch(1);

  /** Holds these; the work of all others is done at once. */
  public Curtain(Predicate<TrainerPod> held) {
    this.held = held;
  }

  /** Lets them go on, and all that come later. */
  public void raise() {
    raised.countDown();
  }

  @Override
  public Ending of(TrainerPod pod) {
    try {
      if (held.test(pod)) {
        raised.await();
      }
      return Ending.DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending(1, "");
    }
  }
}

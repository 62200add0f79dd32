package dev.spinrun.trainer.workers;

/** How long to wait before something on its way is asked for again: little at first. */
final class CollectivePauses {
  private static final int SPINS = 200;
  private static final int PAUSE_NANOS = 200_000;

  private CollectivePauses() {}

  /** Waits after so many tries. */
  static void after(int tries) {
    if (tries < SPINS) {
      Thread.onSpinWait();
      return;
    }
    try {
      Thread.sleep(0, PAUSE_NANOS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

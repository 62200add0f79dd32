package dev.spinrun.trainer.stage.context;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the process was told to stop; stages look between two units of work. */
public final class StopSignal {
  private final AtomicBoolean raised = new AtomicBoolean();

  /** Tells the stage to stop as soon as nothing is lost by it. */
  public void raise() {
    raised.set(true);
  }

  /** Whether to stop. */
  public boolean isRaised() {
    return raised.get();
  }

  /** Ends a stage whose unfinished work may be thrown away. */
  public void throwIfRaised(String done) {
    if (isRaised()) {
      throw new StoppedException("told to stop after " + done + "; what is committed is kept.");
    }
  }
}

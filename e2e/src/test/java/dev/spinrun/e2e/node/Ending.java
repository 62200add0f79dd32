package dev.spinrun.e2e.node;

/**
 * How a trainer pod ends.
 *
 * @param exitCode of its container; the work is done only if it is 0
 * @param lastWord the termination message
 */
public record Ending(int exitCode, String lastWord) {
  /** The work is done. */
  public static final Ending DONE = new Ending(0, "");

  /** Decides how a pod ends, when it is running; may take its time. */
  public interface Choice {
    /** The end of this pod. */
    Ending of(TrainerPod pod);
  }
}

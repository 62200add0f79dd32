package dev.spinrun.e2e.node;

/**
 * How a trainer pod ends.
 *
 * @param exitCode of its container; the work is done only if it is 0
 * @param lastWord the termination message
 */
public record PodEnding(int exitCode, String lastWord) {
  /** The work is done. */
  public static final PodEnding DONE = new PodEnding(0, "");

  /** Decides how a pod ends, when it is running; may take its time. */
  public interface Choice {
    /** The end of this pod. */
    PodEnding of(TrainerPod pod);
  }
}

package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.json.Sha256;
import java.nio.file.Path;

/**
 * The plan's file is not the one that this process was started for. Kubernetes finds a pod's plan
 * by name, and a run that was deleted may have left one of the same name.
 */
public final class OtherPlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence of what is expected and what is there. */
  public OtherPlanException(String message) {
    super(message);
  }

  /**
   * Compares the digest of the plan with the expected one.
   *
   * @param expected empty to take any plan
   * @throws OtherPlanException if they differ
   */
  public static void requireDigest(String expected, byte[] plan, Path file) {
    String digest = Sha256.of(plan);
    if (!expected.isEmpty() && !expected.equals(digest)) {
      throw new OtherPlanException(
          "The plan %s has the digest %s, but this stage was started for %s: the file belongs to another run of the same name, or to an older plan. Nothing was done; start the stage again with the right file."
              .formatted(file, digest, expected));
    }
  }
}

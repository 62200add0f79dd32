package dev.spinrun.trainer.check;

import java.io.IOException;

/** A question about this machine. */
interface Check {
  /** A few words for the report. */
  String name();

  /**
   * Finds the answer. Whatever it throws is a failed check, told as the failure of a stage would
   * be.
   */
  Finding run() throws IOException, InterruptedException;
}

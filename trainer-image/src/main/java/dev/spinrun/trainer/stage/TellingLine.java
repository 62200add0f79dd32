package dev.spinrun.trainer.stage;

/**
 * The line of a native library's message that says what happened. What fails inside of a script is
 * told behind the interpreter's trace, and CUDA's messages go on with general advice.
 */
final class TellingLine {
  private static final String TRACE =
      "The following operation failed in the TorchScript interpreter";

  /** Begins the line behind the trace, as in Python. */
  private static final String CAUSE = "RuntimeError: ";

  private TellingLine() {}

  /** The line without a full stop; empty if there is none. */
  static String of(String message) {
    String line =
        message
            .lines()
            .filter(each -> !message.startsWith(TRACE) || each.startsWith(CAUSE))
            .findFirst()
            .orElse(message.lines().findFirst().orElse(""));
    String told = line.startsWith(CAUSE) ? line.substring(CAUSE.length()) : line;
    return told.replaceFirst("\\.\\s*$", "");
  }
}

package dev.spinrun.trainer.cli;

import picocli.CommandLine.Option;

/** What every command has. */
final class HelpOption {
  @SuppressWarnings("unused") // picocli asks for it by the annotation
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this text.")
  private boolean help;
}

package dev.spinrun.trainer.cli;

import dev.spinrun.contract.call.TrainerVariables;

/** Name and default of the folder in which a command works; what for, each says itself. */
final class WorkOption {
  static final String NAME = "--work";
  static final String DEFAULT = "${env:" + TrainerVariables.WORK + ":-${sys:java.io.tmpdir}}";

  private WorkOption() {}
}

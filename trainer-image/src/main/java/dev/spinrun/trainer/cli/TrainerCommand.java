package dev.spinrun.trainer.cli;

import dev.spinrun.contract.plan.Stage;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The command line: a subcommand for each stage that computes, and those for people. */
@Command(
    name = "spin-trainer",
    description =
        "Runs one stage of an iteration, in a pod or on a laptop; or says what a run will cost, or what this machine is able to do.")
final class TrainerCommand {
  private TrainerCommand() {}

  static CommandLine line(SpinTrainer trainer, Map<String, String> environment) {
    CommandLine line = new CommandLine(new TrainerCommand());
    for (Stage stage : Stage.values()) {
      if (stage != Stage.PROMOTE) {
        line.addSubcommand(stage.lowerCase(), new StageCommand(stage, trainer, environment));
      }
    }
    line.addSubcommand(new CostCommand());
    line.addSubcommand(new CheckCommand(environment));
    Stream.concat(Stream.of(line), line.getSubcommands().values().stream())
        .map(CommandLine::getCommandSpec)
        .forEach(each -> each.addMixin("help", CommandSpec.forAnnotatedObject(new HelpOption())));
    return line;
  }
}

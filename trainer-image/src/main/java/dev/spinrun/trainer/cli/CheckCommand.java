package dev.spinrun.trainer.cli;

import dev.spinrun.trainer.check.CheckReport;
import dev.spinrun.trainer.check.SelfTest;
import dev.spinrun.trainer.check.sample.ModelSize;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import dev.spinrun.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what this machine is able to do. */
@Command(
    name = "check",
    description =
        "Tries in a few minutes what a training needs of this machine, and prints what it found as a table for an issue. Needs no model, no data and no store. Ends with 0 if nothing failed, else with the code of the gravest failure.")
final class CheckCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(
      names = "--size",
      description =
          "Of the UNet: sd15 as Stable Diffusion 1.5, small a fifth of its width, tiny for seconds. Default: sd15 on a GPU, else small.")
  private @Nullable ModelSize size;

  @Mixin private final DeviceOption device = new DeviceOption();

  @Option(
      names = WorkOption.NAME,
      defaultValue = WorkOption.DEFAULT,
      description =
          "Folder for a model and its checkpoints: 20 GB for sd15, 1 GB for small. Default: $SPINRUN_WORK, else the temporary folder.")
  private @Nullable Path work;

  @Option(names = "--json", description = "Prints one line of JSON in place of the table.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  CheckCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    if (work == null || spec == null) {
      throw new IllegalStateException("picocli fills what is required");
    }
    startEngine();
    String flavor = environment.getOrDefault(StageCommand.FLAVOR, "");
    ModelSize chosen = size == null ? ModelSize.forThisMachine() : size;
    CheckReport report = new SelfTest(chosen, device.required(), flavor, work).run();
    spec.commandLine()
        .getOut()
        .print(json ? report.json() + System.lineSeparator() : report.text());
    spec.commandLine().getOut().flush();
    return report.exitCode();
  }

  /** Where it does not start, nothing can be checked. */
  private static void startEngine() {
    try {
      Torch.threads();
    } catch (LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigurationException(
          "libtorch cannot be loaded: %s. Use the trainer's image, or check PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR."
              .formatted(cause.getMessage()));
    }
  }
}

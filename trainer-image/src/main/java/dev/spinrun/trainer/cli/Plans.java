package dev.spinrun.trainer.cli;

import dev.spinrun.contract.call.StageCall;
import dev.spinrun.contract.json.MalformedDocumentException;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.trainer.manifest.RunManifest;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Plans from the files that the command line names. */
final class Plans {
  private Plans() {}

  static byte[] read(Path plan) {
    return read("plan", plan, StageCall.PLAN);
  }

  private static byte[] read(String what, Path file, String option) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "The %s %s cannot be read (%s). Check %s."
              .formatted(what, file, e.getClass().getSimpleName(), option));
    }
  }

  /** The plans of all iterations of a SpinRun's manifest. */
  static List<IterationPlan> ofManifest(Path manifest) {
    try {
      return RunManifest.read(read("manifest", manifest, "--filename"), manifest.toString())
          .plans();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()));
    }
  }

  static IterationPlan parse(byte[] bytes, Path plan) {
    try {
      return IterationPlan.read(bytes, plan.toString());
    } catch (MalformedDocumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()));
    }
  }
}

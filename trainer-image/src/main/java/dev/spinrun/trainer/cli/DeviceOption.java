package dev.spinrun.trainer.cli;

import dev.spinrun.contract.call.TrainerVariables;
import dev.spinrun.trainer.stage.context.RequiredDevice;
import picocli.CommandLine.Option;

/** What commands that compute have. */
final class DeviceOption {
  @Option(
      names = "--device",
      defaultValue = "${env:" + TrainerVariables.DEVICE + ":-auto}",
      description =
          "gpu: a GPU is required. any: it is used if there is one. auto: required by a libtorch that is built for CUDA. Default: $SPINRUN_DEVICE, else auto.")
  private RequiredDevice device = RequiredDevice.AUTO;

  RequiredDevice required() {
    return device;
  }
}

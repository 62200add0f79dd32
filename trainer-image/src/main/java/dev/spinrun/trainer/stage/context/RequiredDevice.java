package dev.spinrun.trainer.stage.context;

import dev.spinrun.trainer.tensor.CudaDevice;
import dev.spinrun.trainer.tensor.Torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a stage must have to compute on. */
public enum RequiredDevice {
  /** A GPU if this libtorch is built for one, else nothing. */
  AUTO,
  /** A GPU. */
  GPU,
  /** Nothing: a GPU is used if there is one. */
  ANY;

  /** Beginning of the names of libtorch's builds for CUDA. */
  private static final String CUDA = "cu";

  private static final Logger LOG = LoggerFactory.getLogger(RequiredDevice.class);

  /**
   * Checks that it is there. DJL treats every driver error as "no GPU", and a training that takes
   * hours on a GPU would run for weeks on the CPU.
   *
   * @param flavor build of libtorch, as {@code cpu} or {@code cu124}; may be empty
   * @throws ConfigurationException if it is not there
   */
  public void require(String flavor) {
    require(flavor, Torch.isOnGpu());
    LOG.info("computes on {}", Torch.device());
  }

  void require(String flavor, boolean onGpu) {
    boolean required = this == GPU || (this == AUTO && flavor.startsWith(CUDA));
    if (required && !onGpu) {
      throw new ConfigurationException(
          "There is no GPU that this libtorch (%s) can use. Set a limit of nvidia.com/gpu for the stage, check that the node's driver supports this image, or use the CPU image. To run on the CPU anyway, set device: Any for the stage (--device any)."
              .formatted(flavor.isEmpty() ? "of unknown build" : flavor));
    }
  }

  /**
   * Checks that no GPU would be idle, which is paid for all the same: a process computes on one.
   *
   * @throws ConfigurationException if it sees more
   */
  public static void requireNoIdleGpu() {
    requireNoIdleGpu(Torch.card().map(CudaDevice::count).orElse(0));
  }

  static void requireNoIdleGpu(int visible) {
    if (visible > 1) {
      throw new ConfigurationException(
          "The pod has %d GPUs, and computes on one. Set the stage's limit of nvidia.com/gpu to 1, and its workers to the number of GPUs. Outside of Kubernetes choose one by CUDA_VISIBLE_DEVICES."
              .formatted(visible));
    }
  }
}

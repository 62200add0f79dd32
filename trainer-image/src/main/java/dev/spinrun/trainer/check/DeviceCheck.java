package dev.spinrun.trainer.check;

import com.sun.management.OperatingSystemMXBean;
import dev.spinrun.trainer.stage.FailureTable;
import dev.spinrun.trainer.stage.context.ConfigurationException;
import dev.spinrun.trainer.stage.context.RequiredDevice;
import dev.spinrun.trainer.tensor.CudaDevice;
import dev.spinrun.trainer.tensor.Torch;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the trainer computes on, and whether that is what was asked for. */
record DeviceCheck(RequiredDevice required, String flavor) implements Check {
  private static final long MIB = 1 << 20;

  @Override
  public String name() {
    return "device";
  }

  @Override
  public Finding run() {
    Optional<CudaDevice> card = CudaDevice.find();
    Map<String, Object> figures = figures(card);
    try {
      required.require(flavor);
    } catch (ConfigurationException e) {
      return Finding.failed(FailureTable.lastWord(e), figures);
    }
    return Finding.passed(sentence(card), figures);
  }

  private Map<String, Object> figures(Optional<CudaDevice> card) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("device", Torch.device());
    figures.put("flavor", flavor);
    figures.put("threads", Torch.threads());
    figures.put("heapMiB", Runtime.getRuntime().maxMemory() / MIB);
    // Java knows of the container's limit, since version 14.
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      figures.put("containerMiB", system.getTotalMemorySize() / MIB);
    }
    card.ifPresent(
        found -> {
          figures.put("card", found.name());
          figures.put("capability", found.major() + "." + found.minor());
          figures.put("cardMiB", found.memoryBytes() / MIB);
          figures.put("driverCuda", found.driverVersion());
          figures.put("visible", found.count());
        });
    return figures;
  }

  private static String sentence(Optional<CudaDevice> card) {
    if (!Torch.isOnGpu()) {
      return card.isEmpty()
          ? "Computes on the CPU; there is no GPU that this process may see."
          : "Computes on the CPU, although the driver shows a GPU: this libtorch cannot use it.";
    }
    return card.filter(found -> found.count() > 1)
        .map(
            found ->
                "Computes on the first of %d GPUs that this process may see; the others idle. Give a pod one, and use more workers."
                    .formatted(found.count()))
        .orElse("Computes on the GPU.");
  }
}

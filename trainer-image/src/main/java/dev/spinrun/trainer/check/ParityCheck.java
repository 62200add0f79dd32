package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether networks compute the same here as elsewhere, block by block: fp32 beside the CPU, halves
 * beside fp32.
 *
 * <p>Without a GPU both processes of fp32 compute on the CPU: then nothing is shown but that the
 * check itself works.
 *
 * @param model small enough for a CPU
 */
record ParityCheck(SampleModel model, Precision precision, Path folder) implements Check {
  /**
   * Unit roundoffs by which a network in halves may be off. Between the input and any block lie
   * about 250 roundings that know nothing of each other; their errors add up as the square root.
   */
  private static final double HALF_GROWTH = 16;

  /** In fp32 it is sums in another order that differ: as for the start of a training. */
  private static final double FULL_GROWTH = 128;

  /** A gradient has gone the way forwards, and back. */
  private static final double BACK = 2;

  /** TF32, in which libtorch convolves on newer cards, has as many digits as fp16. */
  private static final double TF32 = HALF_GROWTH * Precision.FP16.roundoff();

  @Override
  public String name() {
    return "parity " + Capability.spelled(precision);
  }

  @Override
  public Finding run() throws IOException, InterruptedException {
    Optional<String> obstacle = Capability.obstacle(precision);
    if (obstacle.isPresent()) {
      return Finding.skipped(obstacle.get());
    }
    try (Scope scope = Scope.open()) {
      UNet full = model.unet();
      Map<String, Tensor> reference =
          precision.isHalf()
              ? NoisePass.run(scope, full, model.size())
              : new CpuPass(model, folder.resolve("cpu.safetensors")).run(scope);
      UNet tried = full.in(scope, precision);
      return judge(Distance.between(NoisePass.run(scope, tried, model.size()), reference));
    }
  }

  Finding judge(Distance distance) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("largestError", distance.ofBlock());
    figures.put("block", distance.block());
    figures.put("gradientError", distance.ofGradient());
    figures.put("bound", bound());
    boolean isNear = distance.ofBlock() <= bound() && distance.ofGradient() <= BACK * bound();
    String sentence =
        isNear
            ? "All %d blocks, and the gradient, agree with %s.%s"
                .formatted(distance.blocks(), other(), remark(distance))
            : "Block %s, or the gradient, is farther from %s than rounding explains."
                .formatted(distance.block(), other());
    return Finding.of(isNear, sentence, figures);
  }

  private String other() {
    if (precision.isHalf()) {
      return "fp32";
    }
    return Torch.isOnGpu() ? "the CPU" : "another process on the CPU";
  }

  private String remark(Distance distance) {
    return !precision.isHalf() && distance.ofBlock() > exact()
        ? " They are as exact as TF32, in which convolutions compute, and less exact than fp32."
        : "";
  }

  private double bound() {
    if (precision.isHalf()) {
      return HALF_GROWTH * precision.roundoff();
    }
    return Torch.isOnGpu() ? TF32 : exact();
  }

  private static double exact() {
    return FULL_GROWTH * Precision.FP32.roundoff();
  }
}

package dev.spinrun.trainer.tensor;

import ai.djl.engine.Engine;
import java.util.Map;

/** Versions of what computes. */
public final class EngineVersions {
  private EngineVersions() {}

  /** Of DJL. */
  public static String djl() {
    return Engine.getDjlVersion();
  }

  /** Of CUDA, cuDNN and NCCL by name; empty where libtorch is built for the CPU. */
  public static Map<String, String> cuda() {
    return CudaVersions.find();
  }

  /** Of libtorch, as it is loaded. */
  public static String libtorch() {
    return Torch.rootManager().getEngine().getVersion();
  }
}

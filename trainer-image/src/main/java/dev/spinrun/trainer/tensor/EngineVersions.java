package dev.spinrun.trainer.tensor;

import ai.djl.engine.Engine;

/** Versions of what computes. */
public final class EngineVersions {
  private EngineVersions() {}

  /** Of DJL. */
  public static String djl() {
    return Engine.getDjlVersion();
  }

  /** Of libtorch, as it is loaded. */
  public static String libtorch() {
    return Torch.rootManager().getEngine().getVersion();
  }
}

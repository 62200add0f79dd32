package dev.spinrun.trainer.tensor;

import java.util.List;

/** TorchScript files for programs other than ours. */
public final class Archives {
  private Archives() {}

  /** What {@link Script#compile} hands to libtorch. */
  public static byte[] of(List<String> methods) {
    return ScriptArchive.of(methods);
  }
}

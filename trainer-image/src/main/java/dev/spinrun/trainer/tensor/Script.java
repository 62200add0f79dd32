package dev.spinrun.trainer.tensor;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * TorchScript methods, compiled once and called with tensors, lists of tensors and numbers.
 *
 * <p>Every ATen operator is reachable as {@code torch.name(...)} and differentiable. A number that
 * an operator wants as a float needs its decimal point in the source text.
 */
public final class Script implements AutoCloseable {
  private final PtSymbolBlock module;

  private Script(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * Compiles methods.
   *
   * @param methods each one complete: {@code def name(self, x: Tensor) -> Tensor:} and its indented
   *     body
   */
  public static Script compile(Scope scope, List<String> methods) {
    byte[] archive = ScriptArchive.of(methods);
    try {
      return scope.own(
          new Script(
              JniUtils.loadModule(
                  scope.manager(), new ByteArrayInputStream(archive), false, false)));
    } catch (IOException e) {
      throw new IllegalStateException("A script in memory cannot be read.", e);
    }
  }

  /** Begins a call of one method; the arguments follow in order. */
  public ScriptCall call(String method) {
    return new ScriptCall(module, method);
  }

  @Override
  public void close() {
    module.close();
  }
}

package dev.spinrun.trainer.tensor;

import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.ScriptBridge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One call of a {@link Script}: arguments in order, then how to take the result. Used once. */
public final class ScriptCall {
  private final PtSymbolBlock module;
  private final String method;
  private final List<IValue> arguments = new ArrayList<>();
  private final List<IValue> toClose = new ArrayList<>();

  ScriptCall(PtSymbolBlock module, String method) {
    this.module = module;
    this.method = method;
  }

  /** A {@code Tensor} argument. */
  public ScriptCall tensor(Tensor tensor) {
    return ours(IValue.from(tensor.array()));
  }

  /** A {@code List[Tensor]} argument, which stays the caller's. */
  public ScriptCall tensors(TensorList list) {
    arguments.add(list.handle());
    return this;
  }

  /** A {@code float} argument. */
  public ScriptCall number(double value) {
    return ours(IValue.from(value));
  }

  /** An {@code int} argument. */
  public ScriptCall integer(long value) {
    return ours(IValue.from(value));
  }

  private ScriptCall ours(IValue value) {
    arguments.add(value);
    toClose.add(value);
    return this;
  }

  /** Runs a method that returns nothing. */
  public void run() {
    invoke().close();
  }

  /** Runs a method that returns one tensor, which then belongs to the scope. */
  public Tensor one(Scope scope) {
    try (IValue result = invoke()) {
      return new Tensor(result.toTensor(scope.manager()));
    }
  }

  /** Runs a method that returns a tuple of tensors, which then belong to the scope. */
  public List<Tensor> tuple(Scope scope) {
    try (IValue result = invoke()) {
      return Arrays.stream(result.toIValueTuple())
          .map(
              value -> {
                try (value) {
                  return new Tensor(value.toTensor(scope.manager()));
                }
              })
          .toList();
    }
  }

  private IValue invoke() {
    Torch.prepareThread();
    try {
      return ScriptBridge.run(module, method, arguments.toArray(IValue[]::new));
    } finally {
      toClose.forEach(IValue::close);
    }
  }
}

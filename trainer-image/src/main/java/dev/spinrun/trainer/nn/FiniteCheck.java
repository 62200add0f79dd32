package dev.spinrun.trainer.nn;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;

/** Looks for infinities and NaNs. */
final class FiniteCheck {
  /** 0 x is 0 for every finite x and NaN for all others, so one sum tells. */
  private static final String SOURCE =
      """
      def defect(self, x: Tensor) -> Tensor:
        return torch.sum(torch.mul(x, 0.))
      """;

  private final Script script;

  FiniteCheck(Scope scope) {
    script = Script.compile(scope, List.of(SOURCE));
  }

  boolean isFinite(Tensor tensor) {
    try (Scope step = Scope.open()) {
      return script.call("defect").tensor(tensor).one(step).toFloat() == 0;
    }
  }
}

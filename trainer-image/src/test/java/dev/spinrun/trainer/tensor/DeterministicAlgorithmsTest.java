package dev.spinrun.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** libtorch's own switch is turned, and turned back. */
@Isolated("changes what all operations of the process do")
class DeterministicAlgorithmsTest {
  /** PyTorch documents that put_ without accumulation is refused, on a CPU, too. */
  private static final String PUT =
      """
      def put(self, x: Tensor, i: Tensor) -> Tensor:
        return torch.put_(x, i, torch.neg(x), False)
      """;

  @Test
  void whatHasNoDeterministicAlgorithmIsRefusedUntilClosed() {
    try (Scope scope = Scope.open()) {
      Script script = Script.compile(scope, List.of(PUT));
      Tensor x = scope.floats(new float[] {1, 2}, Shape.of(2));
      Tensor i = scope.longs(new long[] {0, 1}, Shape.of(2));
      try (DeterministicAlgorithms unused = DeterministicAlgorithms.use(true)) {
        assertThat(DeterministicAlgorithms.areUsed()).isTrue();
        assertThatThrownBy(() -> script.call("put").tensor(x).tensor(i).one(scope))
            .isInstanceOf(EngineException.class)
            .hasMessageContaining("does not have a deterministic implementation");
      }
      assertThat(DeterministicAlgorithms.areUsed()).isFalse();
      assertThat(script.call("put").tensor(x).tensor(i).one(scope).toFloats())
          .containsExactly(-1, -2);
    }
  }

  @Test
  void nothingChangesUnlessAskedFor() {
    try (DeterministicAlgorithms unused = DeterministicAlgorithms.use(false)) {
      assertThat(DeterministicAlgorithms.areUsed()).isFalse();
    }
  }
}

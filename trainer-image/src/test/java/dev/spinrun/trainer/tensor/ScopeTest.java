package dev.spinrun.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("counts the open tensors of the process")
class ScopeTest {
  private static final List<String> DOUBLE =
      List.of("def twice(self, x: Tensor) -> Tensor:\n  return torch.add(x, x)\n");

  @Test
  void closingAScopeFreesAllOfItAndNothingElse() {
    int before = Torch.openTensors();
    try (Scope outer = Scope.open()) {
      Tensor kept = outer.floats(new float[] {1, 2}, Shape.of(2));
      Tensor survivor;
      try (Scope inner = Scope.open()) {
        Script script = Script.compile(inner, DOUBLE);
        survivor = outer.keep(script.call("twice").tensor(kept).one(inner));
        inner.zeros(Shape.of(3));
      }
      assertThat(survivor.toFloats()).containsExactly(2, 4);
      assertThat(Torch.openTensors()).isEqualTo(before + 2);
    }
    assertThat(Torch.openTensors()).isEqualTo(before);
  }

  @Test
  void resultBelongsToTheNamedScopeNotToThatOfTheOperand() {
    try (Scope model = Scope.open()) {
      Tensor weight = model.floats(new float[] {1}, Shape.of(1));
      int before = Torch.openTensors();
      for (int i = 0; i < 3; i++) {
        try (Scope step = Scope.open()) {
          new EagerMath(step).add(weight, weight);
        }
      }
      assertThat(Torch.openTensors()).isEqualTo(before);
    }
  }

  /**
   * DJL's own copy lays the elements into a buffer of Java's, whose limit is that of the heap: a
   * model that is restored would not fit.
   */
  @Test
  void assigningKeepsATensorInItsMemory() {
    try (Scope scope = Scope.open()) {
      Tensor tensor = scope.zeros(Shape.of(2, 2));
      long address = tensor.address();
      int before = Torch.openTensors();
      tensor.assign(scope.floats(new float[] {1, 2, 3, 4}, Shape.of(2, 2)));

      assertThat(tensor.toFloats()).containsExactly(1, 2, 3, 4);
      assertThat(tensor.address()).isEqualTo(address);
      assertThat(Torch.openTensors()).isEqualTo(before + 1);
    }
  }

  /** DJL makes a copy of a view to read it, by the way that it takes for an array on a GPU, too. */
  @Test
  void readingLeavesNoCopyWithTheModel() {
    try (Scope model = Scope.open()) {
      Tensor weight = model.floats(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));
      Tensor view = model.adopt(weight.array().transpose());
      int before = Torch.openTensors();
      for (int i = 0; i < 3; i++) {
        assertThat(view.toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        try (Scope staging = Scope.open()) {
          assertThat(view.bytes(staging).asFloatBuffer().get(1)).isEqualTo(4);
        }
      }
      assertThat(Torch.openTensors()).isEqualTo(before);
    }
  }

  @Test
  void gradientsAreRecordedOnlyWhenAskedFor() {
    try (Scope scope = Scope.open()) {
      Script script = Script.compile(scope, DOUBLE);
      Tensor x = scope.floats(new float[] {3}, Shape.of(1)).requireGradient();
      assertThatThrownBy(() -> script.call("twice").tensor(x).one(scope).backward())
          .hasMessageContaining("does not require grad");
      try (GradientRecording recording = GradientRecording.start()) {
        script.call("twice").tensor(x).one(scope).backward();
      }
      assertThat(x.gradient(scope).toFloats()).containsExactly(2);
    }
  }

  @Test
  void numbersThatDoNotFillTheShapeAreRefused() {
    try (Scope scope = Scope.open()) {
      assertThatThrownBy(() -> scope.floats(new float[5], Shape.of(2, 3)))
          .hasMessageContaining("5 numbers do not fill a tensor of shape [2, 3] (6 elements)");
    }
  }
}

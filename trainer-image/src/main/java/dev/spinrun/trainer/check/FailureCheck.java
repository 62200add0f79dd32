package dev.spinrun.trainer.check;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.trainer.stage.FailureTable;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whether a failure is told as what it is: as one of our own, with the words of the library.
 *
 * @param provocation what must fail
 * @param told words of the library's that the last word must have; not of the sentence that we put
 *     before them
 */
record FailureCheck(String name, Consumer<Scope> provocation, String told) implements Check {
  /** Four pebibytes of floats. */
  private static final long FAR_TOO_MANY = 1L << 50;

  private static final String ROWS =
      """
      def rows(self, table: Tensor, index: Tensor) -> Tensor:
        return torch.index_select(table, 0, index)
      """;

  /** A check that makes sense on a GPU only. */
  private record OnGpusAlone(Check check, String reason) implements Check {
    @Override
    public String name() {
      return check.name();
    }

    @Override
    public Finding run() throws IOException, InterruptedException {
      return Torch.isOnGpu() ? check.run() : Finding.skipped(reason);
    }
  }

  static Check outOfMemory() {
    return new FailureCheck(
        "out of memory", scope -> scope.zeros(Shape.of(FAR_TOO_MANY)), "allocate");
  }

  /** Leaves the GPU unusable for this process. */
  static Check indexOutOfRange() {
    return new OnGpusAlone(
        new FailureCheck(
            "index out of range", FailureCheck::readBeyondTheEnd, "device-side assert"),
        "A CPU looks at an index before it reads; only a GPU is left unusable by a wrong one.");
  }

  private static void readBeyondTheEnd(Scope scope) {
    Tensor table = scope.zeros(Shape.of(2, 2));
    Tensor beyond = scope.longs(new long[] {2}, Shape.of(1));
    Script script = Script.compile(scope, List.of(ROWS));
    // A GPU fails when the result is waited for.
    script.call("rows").tensor(table).tensor(beyond).one(scope).toFloats();
  }

  @Override
  public Finding run() {
    try (Scope scope = Scope.open()) {
      provocation.accept(scope);
    } catch (RuntimeException | OutOfMemoryError e) {
      LastWord word = FailureTable.lastWord(e);
      return Finding.of(
          word.failureClass() == FailureClass.APPLICATION && word.message().contains(told),
          "A stage would say: %s".formatted(word.message()),
          Map.of("class", Documents.text(word.failureClass())));
    }
    return Finding.failed("Nothing failed, although it must.", Map.of());
  }
}

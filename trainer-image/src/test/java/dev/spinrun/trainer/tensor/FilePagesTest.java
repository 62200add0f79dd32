package dev.spinrun.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.check.ProcessMemory;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import dev.spinrun.trainer.tensor.file.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("measures the memory of the process")
class FilePagesTest {
  private static final int ELEMENTS = 8 << 20;
  private static final long KIB = ELEMENTS * (long) Float.BYTES / 1024;

  @TempDir Path folder;

  @Test
  void droppedPagesLeaveTheProcessAndComeBackWithTheSameNumbers() throws IOException {
    Path file = folder.resolve("weights.safetensors");
    float[] numbers = new float[ELEMENTS];
    for (int i = 0; i < ELEMENTS; i++) {
      numbers[i] = i % 1000;
    }
    try (Scope scope = Scope.open()) {
      SafetensorsWriter.write(file, Map.of("w", scope.floats(numbers, Shape.of(ELEMENTS))));
    }
    try (Scope scope = Scope.open();
        TensorFile weights = TensorFile.open(file)) {
      Tensor mapped = weights.read(scope, "w");
      assertThat(mapped.toFloats()).isEqualTo(numbers);
      long before = ProcessMemory.residentFileKib();

      mapped.dropPages();

      assertThat(before - ProcessMemory.residentFileKib()).isBetween(KIB / 2, KIB * 3 / 2);
      assertThat(mapped.toFloats()).isEqualTo(numbers);
    }
  }

  @Test
  void numbersInMemoryAloneStay() {
    try (Scope scope = Scope.open()) {
      Tensor tensor = scope.floats(new float[] {1, 2, 3}, Shape.of(3));

      tensor.dropPages();

      assertThat(tensor.toFloats()).containsExactly(1, 2, 3);
    }
  }
}

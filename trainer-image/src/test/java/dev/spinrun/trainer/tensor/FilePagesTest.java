package dev.spinrun.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePagesTest {
  private static final int ELEMENTS = 8 << 20;
  private static final long KIB = ELEMENTS * (long) Float.BYTES / 1024;

  @TempDir Path folder;

  private static long residentFileKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssFile"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

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
      long before = residentFileKib();

      mapped.dropPages();

      // Other tests run beside this one and may map files of their own, but none so large.
      assertThat(before - residentFileKib()).isBetween(KIB / 2, KIB * 3 / 2);
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

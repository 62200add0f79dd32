package dev.spinrun.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of torch 2.5.1 (golden/torch, by gen_torch.py). */
class TorchFileTest {
  private static final float[] EIGHTHS = {0, 0.125f, 0.25f, 0.375f, 0.5f, 0.625f};

  private final Scope scope = Scope.open();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    scope.close();
  }

  private static TensorFile open(String name) throws IOException {
    return TensorFile.open(Golden.path("torch").resolve(name));
  }

  private float[] floats(TensorFile file, String name) throws IOException {
    return file.read(scope, name).toFloats();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.pt", "protocol4.pt"})
  void tensorsOfAllTypesAreRead(String name) throws IOException {
    try (TensorFile file = open(name)) {
      assertThat(file.entries()).hasSize(5);
      assertThat(file.read(scope, "single").shape()).isEqualTo(Shape.of(2, 3));
      assertThat(floats(file, "single")).containsExactly(EIGHTHS);
      assertThat(floats(file, "half")).containsExactly(Arrays.copyOf(EIGHTHS, 4));
      assertThat(floats(file, "bfloat")).containsExactly(Arrays.copyOf(EIGHTHS, 4));
      assertThat(file.read(scope, "ids").toLongs()).containsExactly(0, 1, 2, 3, 4);
      assertThat(file.read(scope, "scalar").toFloat()).isEqualTo(2.5f);
    }
  }

  @ParameterizedTest
  @CsvSource({"module.bin", "nested.ckpt", "parameters.pth"})
  void stateDictsOfModulesAreRead(String name) throws IOException {
    try (TensorFile file = open(name)) {
      assertThat(file.entries()).containsOnlyKeys("linear.weight", "linear.bias");
      assertThat(floats(file, "linear.weight")).containsExactly(EIGHTHS);
      assertThat(floats(file, "linear.bias")).containsExactly(Arrays.copyOf(EIGHTHS, 2));
    }
  }

  @Test
  void tensorsMayShareTheirElements() throws IOException {
    try (TensorFile file = open("shared.pt")) {
      assertThat(floats(file, "whole")).hasSize(12);
      assertThat(floats(file, "rows"))
          .containsExactly(Arrays.copyOfRange(floats(file, "whole"), 3, 9));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "code.pt | asks for posix.system",
        "pickled_module.pt | asks for __main__.Layer",
        "complex.pt | asks for torch.ComplexFloatStorage",
        "text.pt | holds `note`, which is no tensor",
        "list.pt | holds no dictionary of tensors",
        "turned.pt | stores tensor `turned` in another order than row by row",
        "legacy.pt | is no archive as torch.save writes it since torch 1.6"
      })
  void everythingElseIsRefusedByName(String name, String reason) {
    assertThatThrownBy(() -> open(name))
        .isInstanceOf(MalformedTensorFileException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason)
        .hasMessageContaining("best as safetensors");
  }

  @Test
  void aFileThatIsCutShortIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(Golden.path("torch/module.bin"));
    for (int length : new int[] {0, 1, 30, 500, whole.length - 1}) {
      Path cut = folder.resolve("cut.bin");
      Files.write(cut, Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> TensorFile.open(cut))
          .as("%d bytes", length)
          .isInstanceOf(MalformedTensorFileException.class);
    }
  }

  /** Whatever stands in the pickle: a sentence, no other exception, no hang. */
  @Test
  void noDamageToThePickleGetsThrough() throws IOException {
    byte[] whole = Files.readAllBytes(Golden.path("torch/module.bin"));
    Random random = new Random(3);
    Path damaged = folder.resolve("damaged.bin");
    for (int i = 0; i < 2000; i++) {
      byte[] copy = whole.clone();
      for (int j = 0; j <= i % 4; j++) {
        copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
      }
      Files.write(damaged, copy);
      try (TensorFile file = TensorFile.open(damaged);
          Scope step = Scope.open()) {
        for (String name : file.entries().keySet()) {
          file.read(step, name);
        }
      } catch (MalformedTensorFileException e) {
        assertThat(e.getMessage()).contains("damaged.bin");
      }
    }
  }
}

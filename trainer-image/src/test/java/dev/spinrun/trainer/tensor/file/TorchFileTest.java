package dev.spinrun.trainer.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.pickle.Unpickler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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

  /** Files of other makes, and pickles that torch.save did not write. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("otherFiles")
  void aFileOfAnotherKindIsCalledWhatItIs(String name, byte[] content, String sentence)
      throws IOException {
    Path file = Files.write(folder.resolve("weights.bin"), content);

    assertThatThrownBy(() -> TensorFile.open(file))
        .isInstanceOf(MalformedTensorFileException.class)
        .hasMessageStartingWith(file + " ")
        .hasMessageContaining(sentence);
  }

  static Stream<Arguments> otherFiles() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy(text("ustar"), 0, tar, 257, 5);
    return Stream.of(
        other(
            "code in a pickle of protocol 0",
            "cposix\nsystem\n(S'id'\ntR.",
            "asks for posix.system"),
        other("an instance of protocol 0", "(S'id'\niposix\nsystem\n.", "asks for posix.system"),
        other(
            "code in a bare pickle of protocol 4",
            "\u0080\4\u008c\5posix\u0094\u008c\6system\u0093)R.",
            "asks for posix.system"),
        other("a bare pickle", "\u0080\2]q\0.", "is a bare pickle, and no archive"),
        Arguments.of("a tar archive", tar, "is a tar archive, and no file of torch since 1.6"),
        Arguments.of(
            "an old torch file",
            Files.readAllBytes(Golden.path("torch/legacy.pt")),
            "but a file of an older torch"),
        other(
            "a pointer",
            "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
            "is a pointer of Git LFS, not the file itself. Fetch the file with git lfs pull"),
        other("a page", "<!DOCTYPE html><html></html>", "is a page of HTML or XML"),
        other("nothing", "", "is empty"),
        other("safetensors", "\2\0\0\0\0\0\0\0{}", "its name does not end in .safetensors"),
        other("anything", "GGUF0000000000000000", "is no archive as torch.save writes it"));
  }

  private static Arguments other(String name, String content, String sentence) {
    return Arguments.of(name, text(content), sentence);
  }

  private static byte[] text(String content) {
    return content.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void anInstructionThatOnlyOtherPicklesNeedIsRefusedByWhatTheyAskFor() {
    byte[] pickle = text("\u0080\2}q\0(U\4hookcposix\nsystem\nU\2id\u0085Ru.");

    assertThatThrownBy(() -> new Unpickler("x.bin", pickle).read())
        .hasMessageContaining("x.bin is a pickle that asks for posix.system");
  }

  @Test
  void aPickleOfAnOldTorchFileIsRefusedByWhatItAsksFor() throws IOException {
    byte[] legacy = Files.readAllBytes(Golden.path("torch/legacy.pt"));
    String content = new String(legacy, StandardCharsets.ISO_8859_1);
    Path file =
        Files.write(
            folder.resolve("old.bin"),
            text(content.replace("torch\nHalfStorage", "posix\nsystem00000")));

    assertThatThrownBy(() -> TensorFile.open(file))
        .hasMessageContaining("asks for posix.system00000");
  }
}

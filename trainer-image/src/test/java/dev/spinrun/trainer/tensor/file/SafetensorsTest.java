package dev.spinrun.trainer.tensor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafetensorsTest {
  private final Scope scope = Scope.open();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    scope.close();
  }

  private Path file() {
    return folder.resolve("t.safetensors");
  }

  private Path write(String header, byte... data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    return Files.write(file(), bytes.putLong(text.length).put(text).put(data).array());
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Map<String, Tensor> tensors =
        Map.of(
            "b", scope.floats(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3)),
            "a", scope.floats(new float[] {-0.5f}, Shape.of()),
            "empty", scope.zeros(Shape.of(0, 4)));
    SafetensorsWriter.write(file(), tensors, Map.of("format", "pt", "step", "7"));

    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      assertThat(read.metadata()).isEqualTo(Map.of("format", "pt", "step", "7"));
      assertThat(read.entries()).containsOnlyKeys("a", "b", "empty");
      assertThat(read.read(scope, "b").shape()).isEqualTo(Shape.of(2, 3));
      assertThat(read.read(scope, "b").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(read.read(scope, "a").toFloat()).isEqualTo(-0.5f);
    }
  }

  @Test
  void equalTensorsGiveEqualBytesAndAnAlignedHeader() throws IOException {
    Tensor one = scope.floats(new float[] {1, 2}, Shape.of(2));
    Tensor two = scope.floats(new float[] {3}, Shape.of(1));
    SafetensorsWriter.write(file(), Map.of("x", one, "y", two));
    byte[] first = Files.readAllBytes(file());
    SafetensorsWriter.write(file(), Map.of("y", two, "x", one));

    assertThat(Files.readAllBytes(file())).isEqualTo(first);
    assertThat((first.length - 12) % 8).isZero();
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void halfPrecisionIsWidenedExactly() throws IOException {
    write(
        "{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[6,10]}} ",
        new byte[] {0x00, 0x3C, 0x01, 0x00, 0x00, (byte) 0xC0, (byte) 0x80, 0x3F, 0x49, 0x40});

    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      assertThat(read.read(scope, "h").toFloats()).containsExactly(1f, 0x1p-24f, -2f);
      assertThat(read.read(scope, "b").toFloats()).containsExactly(1f, 3.140625f);
    }
  }

  @Test
  void unalignedTensorIsReadCorrectly() throws IOException {
    write(
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
            + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[1,5]}}",
        new byte[] {9, 0, 0, (byte) 0x80, 0x3F});

    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      assertThat(read.read(scope, "x").toFloat()).isEqualTo(1f);
    }
  }

  record Malformed(String what, String header, int dataBytes, String message) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Malformed> malformedFiles() {
    String x = "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}}";
    return Stream.of(
        new Malformed(
            "cut short", x.formatted(0, 8), 4, "has 66 bytes, but its header describes 70"),
        new Malformed("too long", x.formatted(0, 8), 12, "something was appended"),
        new Malformed(
            "wrong length", x.formatted(0, 4), 4, "`x` 4 bytes, but shape [2] of F32 needs 8"),
        new Malformed("gap", x.formatted(4, 12), 12, "overlap or leave a gap"),
        new Malformed("falling offsets", x.formatted(8, 0), 8, "the data offsets [8, 0]"),
        new Malformed("negative offset", x.formatted(-8, 0), 8, "has -8 in data_offsets"),
        new Malformed(
            "overlap",
            "{\"x\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                + "\"y\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}",
            6,
            "begins tensor `y` at byte"),
        new Malformed(
            "unknown type",
            "{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}",
            4,
            "stores tensor `x` as F8_E4M3, which is not read"),
        new Malformed(
            "overflowing shape",
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}",
            4,
            "impossible shape"),
        new Malformed(
            "no shape", "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "no shape"),
        new Malformed("no JSON", "{\"x\":", 0, "a header that is no JSON"),
        new Malformed("no object", "[1,2,3]", 0, "no JSON object"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedFiles")
  void malformedFileIsRefusedWithWhatIsWrong(Malformed file) throws IOException {
    write(file.header(), new byte[file.dataBytes()]);

    assertThatThrownBy(() -> SafetensorsFile.open(file()))
        .isInstanceOf(MalformedTensorFileException.class)
        .hasMessageContaining("t.safetensors")
        .hasMessageContaining(file.message());
  }

  @Test
  void fileOfAnotherKindIsRefused() throws IOException {
    Files.writeString(file(), "version https://git-lfs.github.com/spec/v1");
    assertThatThrownBy(() -> SafetensorsFile.open(file()))
        .hasMessageContaining("is a pointer of Git LFS, not the file itself");
    Files.write(file(), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> SafetensorsFile.open(file()))
        .hasMessageContaining("has 3 bytes and claims a header of -1");
  }

  @Test
  void integerTensorIsNoWeight() throws IOException {
    write("{\"x\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}", new byte[4]);
    try (SafetensorsFile read = SafetensorsFile.open(file())) {
      assertThatThrownBy(() -> read.read(scope, "x")).hasMessageContaining("`x` as I32");
      assertThatThrownBy(() -> read.read(scope, "y")).hasMessageContaining("no tensor `y`");
    }
  }
}

package dev.spinrun.trainer.tensor.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.pickle.StateDict;
import dev.spinrun.trainer.tensor.pickle.Unpickler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds: it is read, or one exception says which file and what is wrong. */
class DamagedFilesTest {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final List<String> TORCH =
      List.of("plain.pt", "protocol4.pt", "module.bin", "nested.ckpt", "shared.pt", "code.pt");

  @TempDir private Path folder;

  /** All instructions of a pickle, and some that belong together. */
  private static byte[][] instructions() {
    List<byte[]> pieces = new ArrayList<>();
    IntStream.range(0, 256).forEach(i -> pieces.add(new byte[] {(byte) i}));
    for (String piece :
        List.of(")]a", "]}s", "}]Ns", "]q\0h\0a", "}q\0h\0h\0s", "(((", "](e", "0000", "q\1h\1")) {
      pieces.add(piece.getBytes(UTF_8));
    }
    pieces.add("cposix\nsystem\n".getBytes(UTF_8));
    pieces.add("ctorch._utils\n_rebuild_tensor_v2\n)R".getBytes(UTF_8));
    pieces.add(new byte[] {'X', -1, -1, -1, 127});
    pieces.add(new byte[] {(byte) 0x8a, 8, -1, -1, -1, -1, -1, -1, -1, 127});
    return pieces.toArray(byte[][]::new);
  }

  @Test
  @Timeout(60)
  void noDamageToAPickleGetsThrough() throws IOException {
    Mutator mutator = new Mutator(5, instructions());
    Map<String, StateDict.Storage> storages =
        Map.of("0", new StateDict.Storage(64, 64), "1", new StateDict.Storage(128, 1 << 20));
    int refused = 0;
    long longest = 0;
    for (String name : TORCH) {
      byte[] pickle = pickle(Golden.path("torch").resolve(name));
      for (int i = 0; i < 3500; i++) {
        byte[] damaged = mutator.damage(pickle);
        long start = System.nanoTime();
        try {
          Object content = new Unpickler("damaged.bin", damaged).read();
          new StateDict("damaged.bin", 2 << 20, storages).entries(content);
        } catch (MalformedTensorFileException e) {
          refused++;
          requireSentence(e, "damaged.bin");
        }
        longest = Math.max(longest, System.nanoTime() - start);
      }
    }
    assertThat(refused).isGreaterThan(10_000);
    assertThat(Duration.ofNanos(longest)).isLessThan(LONGEST);
  }

  /** Without assertions of AssertJ, which take longer than the reader. */
  private static void requireSentence(MalformedTensorFileException e, String file) {
    String message = String.valueOf(e.getMessage());
    if (!message.contains(file) || message.length() > 1500) {
      throw new AssertionError("no sentence on " + file, e);
    }
  }

  private static byte[] pickle(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      var entry =
          zip.stream().filter(e -> e.getName().endsWith("/data.pkl")).findFirst().orElseThrow();
      return zip.getInputStream(entry).readAllBytes();
    }
  }

  @Test
  @Timeout(60)
  void noDamageToATorchFileGetsThrough() throws IOException {
    Mutator mutator = new Mutator(7, instructions());
    for (String name : TORCH) {
      byte[] whole = Files.readAllBytes(Golden.path("torch").resolve(name));
      for (int i = 0; i < 150; i++) {
        readIfPossible("damaged.bin", mutator.damage(whole));
      }
    }
  }

  @Test
  @Timeout(60)
  void noDamageToAHeaderOfSafetensorsGetsThrough() {
    Mutator mutator = new Mutator(9, words());
    byte[] header =
        ("{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[24,32]},"
                + "\"c\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[32,40]}}")
            .getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = mutator.damage(header);
      try {
        new SafetensorsHeader("damaged.safetensors", 8 + header.length, 48 + header.length)
            .parse(new String(damaged, UTF_8));
      } catch (MalformedTensorFileException e) {
        refused++;
        requireSentence(e, "damaged.safetensors");
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  private static byte[][] words() {
    return List.of("{", "}", "[", "]", ",", ":", "\"", "0", "9223372036854775807", "-1", "1e999")
        .stream()
        .map(word -> word.getBytes(UTF_8))
        .toArray(byte[][]::new);
  }

  @Test
  @Timeout(60)
  void noDamageToAFileOfSafetensorsGetsThrough() throws IOException {
    Mutator mutator = new Mutator(11, words());
    byte[] whole = Files.readAllBytes(Golden.path("vae_io.safetensors"));
    byte[] small = Arrays.copyOf(whole, Math.min(whole.length, 4096));
    for (int i = 0; i < 1000; i++) {
      readIfPossible("damaged.safetensors", mutator.damage(small));
    }
  }

  private void readIfPossible(String name, byte[] content) throws IOException {
    Path damaged = Files.write(folder.resolve(name), content);
    try (TensorFile file = TensorFile.open(damaged);
        Scope scope = Scope.open()) {
      for (String tensor : file.entries().keySet()) {
        file.read(scope, tensor);
      }
    } catch (MalformedTensorFileException e) {
      requireSentence(e, name);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        ")]a.", // to a tuple
        ")}Ns.", // into a tuple
        "}]q\0h\0aNs.", // a list that holds itself for a key
        "}q\0h\0h\0s.", // a map as its own key
        "}(NNNu.", // a key without a value
        "]]R.", // the call of a list
        "NQ.", // no storage
        "}Nb.", // no attributes
        "1.", // no mark
        "h\0.", // nothing remembered
        "N", // no end
        ""
      })
  void aPickleThatIsWrongInOnePlaceIsDamaged(String pickle) {
    assertThatThrownBy(() -> new Unpickler("x.bin", pickle.getBytes(UTF_8)).read())
        .isInstanceOf(MalformedTensorFileException.class)
        .hasMessageContaining("x.bin");
  }

  /** A byte of a pickle may make a hundred of the heap. */
  @ParameterizedTest(name = "of {0}")
  @ValueSource(strings = {"}", "]", "(", ")"})
  void aPickleOfNothingButContainersIsRefusedBeforeTheyFillTheHeap(String instruction) {
    byte[] pickle = instruction.repeat(8 << 20).getBytes(UTF_8);

    assertThatThrownBy(() -> new Unpickler("x.bin", pickle).read())
        .isInstanceOf(MalformedTensorFileException.class)
        .hasMessageContaining("it makes more than 1000000 values");
  }

  @Test
  void aBarePickleThatRemembersMillionsOfValuesIsRefusedBeforeTheyFillTheHeap() throws IOException {
    byte[] pickle = new byte[12 << 20];
    Arrays.fill(pickle, (byte) 0x94);
    pickle[0] = (byte) 0x80;
    pickle[1] = 2;
    Path file = Files.write(folder.resolve("x.bin"), pickle);

    assertThatThrownBy(() -> TensorFile.open(file))
        .isInstanceOf(MalformedTensorFileException.class)
        .hasMessageContaining("x.bin is a bare pickle");
  }

  @Test
  void aHeaderOfMegabytesIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("x.safetensors");
    try (var channel = Files.newByteChannel(file, CREATE, WRITE)) {
      channel.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 50_000_000));
      channel.position(60_000_000);
      channel.write(ByteBuffer.allocate(1));
    }

    assertThatThrownBy(() -> TensorFile.open(file))
        .isInstanceOf(MalformedTensorFileException.class)
        .hasMessageContaining("claims a header of 50000000");
  }
}

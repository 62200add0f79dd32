package dev.spinrun.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsFile;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A copy of the quickstart that is damaged, and then prepared. */
final class DamagedQuickstart {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path example;

  private DamagedQuickstart(Path folder) {
    this.folder = folder;
    this.example = folder.resolve("example");
  }

  /** What is done to it. */
  interface Fault {
    void inflict(DamagedQuickstart copy) throws IOException;
  }

  static DamagedQuickstart in(Path folder, Fault fault) throws IOException {
    DamagedQuickstart copy = new DamagedQuickstart(folder);
    QuickstartCopy.to(copy.example);
    fault.inflict(copy);
    return copy;
  }

  /** Prepares it; the end, with the class DATA and a word of the user's own places. */
  void isRefused(String message) {
    LocalRun run = run();

    Throwable thrown = catchThrowable(() -> run.run(Stage.PREPARE, 1, 0));

    assertThat(thrown).as("nothing was refused").isNotNull();
    LastWord word = FailureTable.lastWord(thrown);
    assertThat(word.failureClass()).as(word.message()).isEqualTo(FailureClass.DATA);
    assertThat(word.message()).contains(message).doesNotContain(folder.resolve("store").toString());
    assertThat(run.store().head(run.layout().preparedReference(0, 0))).isEmpty();
  }

  /** The prepared run, of which so many examples may be left out. */
  LocalRun prepared(int maxSkipped) {
    LocalRun run = run();
    run.skipAtMost(maxSkipped);
    run.run(Stage.PREPARE, 1, 0);
    return run;
  }

  private LocalRun run() {
    return new LocalRun(
        folder.resolve("store"), example, Method.SPIN, LocalRun.quickstartTraining(10, 0));
  }

  void delete(String file) throws IOException {
    Files.delete(example.resolve(file));
  }

  void move(String file, String to) throws IOException {
    Files.move(example.resolve(file), example.resolve(to));
  }

  void write(String file, String text) throws IOException {
    Files.createDirectories(example.resolve(file).resolveSibling(""));
    Files.writeString(example.resolve(file), text);
  }

  /** Puts another file of the quickstart in the place of one. */
  void replaceBy(String file, String other) throws IOException {
    Files.write(example.resolve(file), Files.readAllBytes(example.resolve(other)));
  }

  /** Puts a golden file there. */
  void copyGolden(String golden, String file) throws IOException {
    Files.copy(Golden.path(golden), example.resolve(file));
  }

  void replace(String file, String old, String text) throws IOException {
    String content = Files.readString(example.resolve(file));
    assertThat(content).contains(old);
    Files.writeString(example.resolve(file), content.replace(old, text));
  }

  void truncate(String file, int size) throws IOException {
    bytes(file, all -> Arrays.copyOf(all, size));
  }

  void append(String file, int size) throws IOException {
    bytes(file, all -> Arrays.copyOf(all, all.length + size));
  }

  /** Sets a big-endian number of four bytes. */
  void setInt(String file, int offset, int value) throws IOException {
    bytes(file, all -> ByteBuffer.wrap(all).putInt(offset, value).array());
  }

  private interface Bytes {
    byte[] change(byte[] all);
  }

  private void bytes(String file, Bytes change) throws IOException {
    Path path = example.resolve(file);
    Files.write(path, change.change(Files.readAllBytes(path)));
  }

  /** Changes a JSON file. */
  void json(String file, Consumer<ObjectNode> change) throws IOException {
    Path path = example.resolve(file);
    ObjectNode root = (ObjectNode) JSON.readTree(path.toFile());
    change.accept(root);
    JSON.writeValue(path.toFile(), root);
  }

  /** Changes what a safetensors file says of itself, and leaves the elements as they are. */
  void header(String file, Consumer<ObjectNode> change) throws IOException {
    ByteBuffer all =
        ByteBuffer.wrap(Files.readAllBytes(example.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
    byte[] text = new byte[Math.toIntExact(all.getLong())];
    all.get(text);
    ObjectNode root = (ObjectNode) JSON.readTree(text);
    change.accept(root);
    byte[] changed = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    ByteBuffer result =
        ByteBuffer.allocate(Long.BYTES + changed.length + all.remaining())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(changed.length)
            .put(changed)
            .put(all);
    Files.write(example.resolve(file), result.array());
  }

  /** Writes a safetensors file again with other tensors. */
  void tensors(String file, BiConsumer<Scope, Map<String, Tensor>> change) throws IOException {
    Path path = example.resolve(file);
    try (Scope scope = Scope.open();
        SafetensorsFile source = SafetensorsFile.open(path)) {
      Map<String, Tensor> tensors = new TreeMap<>();
      for (String name : source.entries().keySet()) {
        tensors.put(name, source.read(scope, name));
      }
      change.accept(scope, tensors);
      SafetensorsWriter.write(path, tensors);
    }
  }
}

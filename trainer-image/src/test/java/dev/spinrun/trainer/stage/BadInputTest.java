package dev.spinrun.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spinrun.runstore.plan.Method;
import dev.spinrun.runstore.plan.Stage;
import dev.spinrun.runstore.record.FailureClass;
import dev.spinrun.runstore.record.LastWord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadInputTest {
  private static final Path QUICKSTART = Path.of("..", "examples", "quickstart");

  @TempDir Path folder;
  private Path example;

  @BeforeEach
  void copyTheQuickstart() throws IOException {
    example = folder.resolve("example");
    try (Stream<Path> files = Files.walk(QUICKSTART)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = example.resolve(QUICKSTART.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void preparationNamesTheFaultByTheUrisOfTheUser(String name, Fault fault, String message)
      throws IOException {
    fault.inflict(example);
    LocalRun run =
        new LocalRun(
            folder.resolve("store"), example, Method.SPIN, LocalRun.quickstartTraining(10, 0));

    Throwable thrown = catchThrowable(() -> run.run(Stage.PREPARE, 1, 0));

    assertThat(thrown).as("nothing was refused").isNotNull();
    LastWord word = Failures.lastWord(thrown);
    assertThat(word.failureClass()).isEqualTo(FailureClass.DATA);
    assertThat(word.message()).contains(message).doesNotContain(folder.resolve("store").toString());
    assertThat(run.store().head(run.layout().candidate(0, 1) + "/manifest.json")).isEmpty();
  }

  private interface Fault {
    void inflict(Path example) throws IOException;
  }

  private static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            "truncated weights",
            e -> truncate(e.resolve("model/unet/diffusion_pytorch_model.safetensors"), 1_000_000),
            "example/model/unet/diffusion_pytorch_model.safetensors"),
        fault(
            "no weights",
            e -> Files.delete(e.resolve("model/unet/diffusion_pytorch_model.safetensors")),
            "example/model/unet holds no weights"),
        fault(
            "no model",
            e -> Files.move(e.resolve("model"), e.resolve("moved")),
            "example/model has no files. Check spec.model.uri."),
        fault(
            "unsupported configuration",
            e -> replace(e.resolve("model/unet/config.json"), "\"silu\"", "\"mish\""),
            "mish"),
        fault(
            "schedule that the sampler cannot walk",
            e ->
                replace(
                    e.resolve("model/scheduler/scheduler_config.json"),
                    "\"trained_betas\"",
                    "\"use_karras_sigmas\": true, \"trained_betas\""),
            "does not fit the sampler Ddim: use_karras_sigmas is supported only as false"),
        fault(
            "weights of another model",
            e ->
                Files.copy(
                    e.resolve("model/text_encoder/model.safetensors"),
                    e.resolve("model/unet/diffusion_pytorch_model.safetensors"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING),
            "do not fit their config.json"),
        fault(
            "no captions",
            e -> Files.delete(e.resolve("data/train/metadata.jsonl")),
            "has no metadata.jsonl"),
        fault(
            "broken image",
            e -> truncate(e.resolve("data/train/0007.png"), 60),
            "data/train/0007.png cannot be read as an image"),
        fault(
            "empty prompts",
            e -> Files.writeString(e.resolve("data/prompts.jsonl"), "\n"),
            "data/prompts.jsonl is empty"),
        fault(
            "scorer without weights",
            e -> Files.delete(e.resolve("scorer/model.safetensors")),
            "example/scorer holds no weights"));
  }

  private static Arguments fault(String name, Fault fault, String message) {
    return Arguments.of(name, fault, message);
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  private static void replace(Path file, String old, String text) throws IOException {
    String content = Files.readString(file);
    assertThat(content).contains(old);
    Files.writeString(file, content.replace(old, text));
  }
}

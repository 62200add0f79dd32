package dev.spinrun.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.stage.DamagedQuickstart.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Data sets and prompts that preparation refuses, and single images that it may leave out. */
@Execution(ExecutionMode.CONCURRENT)
class BadDataTest {
  private static final String METADATA = "data/train/metadata.jsonl";
  private static final String IMAGE = "data/train/0007.png";

  /** Where a PNG says how wide and high it is. */
  private static final int WIDTH = 16;

  private static final int HEIGHT = 20;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource("dataSets")
  void aDataSetIsRefusedByItsUri(String name, Fault fault, String message) throws IOException {
    DamagedQuickstart.in(folder, fault).isRefused(message);
  }

  static Stream<Arguments> dataSets() {
    return Stream.of(
        row("no captions", e -> e.delete(METADATA), "spec.data.uri: file://"),
        row(
            "nothing that is read",
            e -> e.delete(METADATA),
            "holds no data set. A data set is a folder of images with a metadata.jsonl, of WebDataset archives (*.tar) or of *.parquet files. Put the right files there and set the annotation spinrun.dev/retry, or create a new SpinRun with another spec.data.uri."),
        row(
            "a line that is no JSON",
            e -> e.replace(METADATA, "{\"file_name\": \"0001.png\",", "0001.png:"),
            "1 bad line: line 2 is no JSON object"),
        row(
            "an empty caption",
            e -> e.replace(METADATA, "a small green cross on the left of a white background", " "),
            "has no text in `text`"),
        row(
            "an image that is not there",
            e -> e.delete(IMAGE),
            "names 1 images that are not there: 0007.png"),
        row("no examples", e -> e.write(METADATA, "\n"), "metadata.jsonl is empty"),
        row(
            "two kinds of data set",
            e -> e.write("data/train/more.tar", ""),
            "holds several kinds of data sets"),
        row("an archive that is none", e -> lone(e, "x.tar"), "cannot be read as an archive"),
        row(
            "an archive of nothing",
            e -> {
              e.delete(METADATA);
              e.write("data/train/x.tar", "\0".repeat(1024));
            },
            "has no example that can be used."),
        row("a table that is none", e -> lone(e, "x.parquet"), "cannot be read as a parquet file"),
        row(
            "no prompts",
            e -> e.delete("data/prompts.jsonl"),
            "Put the right files there or correct spec.evaluate.prompts, then set the annotation spinrun.dev/retry."),
        row(
            "empty prompts",
            e -> e.write("data/prompts.jsonl", "\n"),
            "spec.evaluate.prompts: file://"));
  }

  /** In place of the captions a file that does not hold what its name says. */
  private static void lone(DamagedQuickstart copy, String name) throws IOException {
    copy.delete(METADATA);
    copy.write("data/train/" + name, "neither archive nor table".repeat(100));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void anImageIsRefusedByItsNameUnlessItMayBeLeftOut(String name, Fault fault, String reason)
      throws IOException {
    DamagedQuickstart.in(folder.resolve("strict"), fault)
        .isRefused("cannot be used, 0 may be left out: file://");
    DamagedQuickstart.in(folder.resolve("again"), fault).isRefused("0007.png (" + reason);

    LocalRun run = DamagedQuickstart.in(folder.resolve("lenient"), fault).prepared(1);
    String key = run.layout().preparedReference(0, 0);
    PreparedReference prepared =
        Documents.read(run.store().read(key, 1 << 16), PreparedReference.class, key);
    assertThat(prepared.examples()).isPositive();

    run.skipAtMost(0);
    assertThatThrownBy(() -> run.run(Stage.PREPARE, 2, 0))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("1 examples of file://")
        .hasMessageContaining(
            "cannot be used, 0 may be left out; they are named in the log of the run that prepared it");
  }

  static Stream<Arguments> images() {
    return Stream.of(
        row("cut short", e -> e.truncate(IMAGE, 60), "it is broken"),
        row("an empty file", e -> e.truncate(IMAGE, 0), "it is no PNG, JPEG, WebP, GIF or BMP"),
        row("a text", e -> e.write(IMAGE, "no image"), "it is no PNG, JPEG, WebP, GIF or BMP"),
        row("a zip bomb", BadDataTest::bomb, "it claims 100000 x 100000 pixels in"),
        row("no pixels at all", e -> e.setInt(IMAGE, WIDTH, 0), "it is broken"));
  }

  private static void bomb(DamagedQuickstart copy) throws IOException {
    copy.setInt(IMAGE, WIDTH, 100_000);
    copy.setInt(IMAGE, HEIGHT, 100_000);
  }

  private static Arguments row(String name, Fault fault, String message) {
    return Arguments.of(name, fault, message);
  }
}

package dev.spinrun.trainer.stage.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.data.prepared.RowIndex;
import dev.spinrun.trainer.stage.LocalRun;
import dev.spinrun.trainer.stage.QuickstartCopy;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.train.ExamplesRead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Images are drawn for the examples that a training reads, once each: counted in the store. */
@Execution(ExecutionMode.CONCURRENT)
class GenerateStageTest {
  private static final int EXAMPLES = 192;
  private static final int SHARDS = 2;

  /** 16 examples a step: a quarter of the data set. */
  private static final Train A_PART = LocalRun.quickstartTraining(3, 7);

  private static final Train OTHER_SEED = LocalRun.quickstartTraining(3, 8);
  private static final Train MORE_STEPS = LocalRun.quickstartTraining(6, 7);

  @TempDir Path folder;
  private LocalRun run;

  @BeforeEach
  void prepare() {
    run = new LocalRun(folder, Method.SPIN, A_PART);
    run.iterate();
  }

  @Test
  void whatIsReadIsDrawnAndNothingElse() {
    draw();

    assertThat(drawn(0)).containsExactly(images(read(A_PART))).hasSize(48);
    assertThat(trained(1)).isEqualTo(Map.of("read", "48", "drawn", "48"));
  }

  @Test
  void aRetryWithAnotherSeedDrawsWhatIsMissing() {
    draw();
    revise(new Revision(1, 0, null), OTHER_SEED);

    assertThatThrownBy(() -> run.run(Stage.TRAIN, 1, 0))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            "\\d+ of the 48 images that this training needs were never drawn, that of example \\d+"
                + " among them\\.");
    draw();

    int[] before = read(A_PART);
    assertThat(drawn(1))
        .containsExactly(
            Arrays.stream(read(OTHER_SEED))
                .filter(example -> Arrays.stream(before).noneMatch(b -> b == example))
                .asLongStream()
                .toArray())
        .hasSizeBetween(24, 47);
    assertThat(trained(1))
        .isEqualTo(Map.of("read", "48", "drawn", Integer.toString(48 + drawn(1).length)));
  }

  @Test
  void moreStepsDrawTheRestAndTheSameStepsNothing() {
    draw();
    revise(new Revision(1, 1, null), MORE_STEPS);
    draw();
    revise(new Revision(2, 2, null), A_PART);
    draw();

    assertThat(drawn(1)).hasSize(96 - 48).doesNotContain(images(read(A_PART)));
    assertThat(drawn(2)).isEmpty();
    assertThat(trained(1)).isEqualTo(Map.of("read", "48", "drawn", "96"));
  }

  @Test
  void examplesOfOneCaptionShareAnImage() throws IOException {
    Path example = folder.resolve("example");
    List<String> captions = QuickstartCopy.withRepeatedCaptions(example, 24);
    run = new LocalRun(folder.resolve("store"), example, Method.SPIN, A_PART);
    run.drawPerPrompt();
    run.iterate();
    draw();

    long captionsRead = Arrays.stream(read(A_PART)).mapToObj(captions::get).distinct().count();
    assertThat(drawn(0)).hasSize((int) captionsRead).doesNotHaveDuplicates();
    assertThat(captionsRead).isBetween(12L, 24L);
    assertThat(trained(1)).isEqualTo(Map.of("read", "48", "drawn", Long.toString(captionsRead)));
  }

  private void revise(Revision revision, Train training) {
    run.revise(revision, training);
    run.run(Stage.PREPARE, 1, 0);
  }

  private void draw() {
    IntStream.range(0, SHARDS).forEach(shard -> run.run(Stage.GENERATE, 1, shard));
  }

  private Map<String, String> trained(int attempt) {
    run.run(Stage.TRAIN, attempt, 0);
    Map<String, String> attributes = run.candidate(1, attempt).attributes();
    return Map.of(
        "read",
        attributes.get(Attributes.EXAMPLES_READ),
        "drawn",
        attributes.get(Attributes.IMAGES_DRAWN));
  }

  private static long[] images(int... examples) {
    return Arrays.stream(examples).asLongStream().toArray();
  }

  private static int[] read(Train training) {
    ExamplesRead read =
        ExamplesRead.of(
            new Reading(1, training.seed(), training.examplesSeen()), EXAMPLES, EXAMPLES);
    return IntStream.range(0, read.size()).map(read::example).toArray();
  }

  /** The images of all shards of a revision, in ascending order, as they lie in the store. */
  private long[] drawn(int revision) {
    StageContext context = run.context(1, 0);
    return IntStream.range(0, SHARDS)
        .mapToObj(shard -> shard)
        .flatMapToLong(
            shard -> {
              Path file = context.work().resolve("index");
              new ShardCommit(context.store(), run.layout().synthetic(1, revision, shard))
                  .files()
                  .download(RowIndex.FILE, file);
              try {
                return Arrays.stream(new ObjectMapper().readValue(file.toFile(), long[].class));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .sorted()
        .toArray();
  }
}

package dev.spinrun.trainer.stage.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.record.PreparedReference.SetReference;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.trainer.stage.DataBench;
import dev.spinrun.trainer.stage.LocalRun;
import dev.spinrun.trainer.stage.QuickstartCopy;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StoppedException;
import dev.spinrun.trainer.train.ExamplesRead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What can be read is prepared and nothing else: counted in the store. */
@Execution(ExecutionMode.CONCURRENT)
class PrepareStageTest {
  private static final int EXAMPLES = 192;

  /** Five parts of up to 1,024, and as many shards. */
  private static final int LARGE = 5_000;

  private static final int MAX_BYTES = 1 << 20;
  private static final List<Integer> ITERATIONS = List.of(1, 2, 3);

  /** 16 examples a step: a twelfth of the data set in each of three iterations. */
  private static final Train A_PART = LocalRun.quickstartTraining(1, 7);

  private static final Train OTHER_SEED = LocalRun.quickstartTraining(1, 8);
  private static final Train MORE_STEPS = LocalRun.quickstartTraining(4, 7);

  @TempDir Path folder;

  private LocalRun run(String name) {
    return new LocalRun(folder.resolve(name), Method.SFT, A_PART);
  }

  @Test
  void whatSomeIterationReadsIsPreparedOnce() {
    LocalRun run = run("store");
    run.iterate();

    BitSet readable = read(A_PART, ITERATIONS);
    assertThat(prepared(run, 0, 0)).isEqualTo(readable);
    assertThat(readable.cardinality()).isBetween(17, 48);
    assertThat(reference(run, 0, 0).examples()).isEqualTo(EXAMPLES);
    assertThat(reference(run, 0, 0).covers(new Reading(3, 7, 16))).isTrue();

    run.run(Stage.TRAIN, 1, 0);
    assertThat(run.candidate(1, 1).attributes()).containsEntry("examplesRead", "16");
  }

  @Test
  void anotherSeedAndMoreStepsPrepareWhatIsMissing() {
    LocalRun run = run("store");
    run.iterate();
    run.revise(new Revision(1, 0, null), OTHER_SEED);
    run.run(Stage.PREPARE, 2, 0);
    run.run(Stage.TRAIN, 3, 0);
    run.revise(new Revision(2, 0, null), MORE_STEPS);
    run.run(Stage.PREPARE, 4, 0);
    run.run(Stage.TRAIN, 5, 0);

    BitSet readable = read(A_PART, ITERATIONS);
    readable.or(read(OTHER_SEED, List.of(1)));
    assertThat(prepared(run, 1, 1)).as("an earlier iteration's among them").isEqualTo(readable);
    readable.or(read(MORE_STEPS, List.of(1)));
    assertThat(prepared(run, 1, 2)).isEqualTo(readable);
    assertThat(reference(run, 1, 2).sets()).hasSize(3);
  }

  /** Each reference names what the one before it does, through the opponents' records. */
  @Test
  void aLaterIterationKnowsWhatEarlierOnesHavePrepared() {
    LocalRun run = run("store");
    run.iterate();
    run.revise(new Revision(1, 1, null), MORE_STEPS);
    run.run(Stage.PREPARE, 1, 0);
    run.iterate();
    run.run(Stage.PREPARE, 1, 0);

    BitSet readable = read(A_PART, ITERATIONS);
    readable.or(read(MORE_STEPS, List.of(1, 2)));
    assertThat(prepared(run, 2, 1)).isEqualTo(readable);
    assertThat(reference(run, 2, 1).sets()).containsAll(reference(run, 1, 1).sets());
  }

  @Test
  void aDataSetThatIsReadAsAWholeOrIsWantedAsOneIsOneSetForAllRuns() {
    LocalRun all = run("store");
    all.prepareAll();
    all.run(Stage.PREPARE, 1, 0);

    assertThat(prepared(all, 0, 0).cardinality()).isEqualTo(EXAMPLES);
    assertThat(reference(all, 0, 0).coversAll()).isTrue();
    assertThat(reference(all, 0, 0).sets())
        .extracting(SetReference::name)
        .containsExactly(PreparedLayout.ALL);
    // The next one takes what is there.
    LocalRun part = run("store");
    part.run(Stage.PREPARE, 1, 0);
    assertThat(reference(part, 0, 0)).isEqualTo(reference(all, 0, 0));

    LocalRun whole =
        new LocalRun(folder.resolve("whole"), Method.SFT, LocalRun.quickstartTraining(12, 7));
    whole.run(Stage.PREPARE, 1, 0);
    assertThat(reference(whole, 0, 0)).isEqualTo(reference(all, 0, 0));
  }

  @Test
  void theNextUsableExampleIsPreparedInThePlaceOfOneThatIsNot() throws IOException {
    int first = read(A_PART, ITERATIONS).nextSetBit(0);
    Path example = folder.resolve("example");
    QuickstartCopy.to(example);
    Files.writeString(example.resolve("data/train/%04d.png".formatted(first)), "no image");
    LocalRun run = new LocalRun(folder.resolve("store"), example, Method.SFT, A_PART);
    run.skipAtMost(1);
    run.iterate();

    BitSet expected = read(A_PART, ITERATIONS);
    expected.clear(first);
    expected.set(first + 1);
    assertThat(prepared(run, 0, 0)).isEqualTo(expected);
    run.run(Stage.TRAIN, 1, 0);
  }

  @Test
  void aDataSetThatHasChangedSinceIsRefused() throws IOException {
    Path example = folder.resolve("example");
    QuickstartCopy.to(example);
    LocalRun run = new LocalRun(folder.resolve("store"), example, Method.SFT, A_PART);
    run.iterate();
    Files.copy(example.resolve("data/train/0001.png"), example.resolve("data/train/more.png"));
    run.revise(new Revision(1, 0, null), OTHER_SEED);

    assertThatThrownBy(() -> run.run(Stage.PREPARE, 2, 0))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "spec.data.uri: file://%s, or the version of the trainer, has changed since iteration 0. Put back what was there and set the annotation spinrun.dev/retry, or create a new SpinRun."
                .formatted(example.resolve("data/train")));
  }

  /** The last worker begins first: it waits for what the first one does for all. */
  @Test
  void workersShareASetAndTheLastOneNamesIt() throws Exception {
    LocalRun alone = large("alone", 1);
    alone.run(Stage.PREPARE, 1, 0);

    LocalRun run = large("store", 3);
    CompletableFuture<Void> last = CompletableFuture.runAsync(() -> run.run(Stage.PREPARE, 1, 2));
    run.run(Stage.PREPARE, 1, 0);
    assertThat(run.store().head(run.layout().preparedReference(0, 0))).isEmpty();
    last.get();
    assertThat(run.store().head(run.layout().preparedReference(0, 0))).isEmpty();
    run.run(Stage.PREPARE, 1, 1);

    assertThat(prepared(run, 0, 0).cardinality()).isEqualTo(LARGE);
    assertThat(shardsDone(run)).containsExactly(1, 1, 1, 1, 1);
    assertThat(contents(run)).isEqualTo(contents(alone)).hasSize(2 * 5 + 1);
  }

  @Test
  void theNextAttemptEncodesOnlyTheShardsThatAreMissing() throws IOException {
    LocalRun run = large("store", 2);
    run.run(Stage.PREPARE, 1, 0);
    run.run(Stage.PREPARE, 2, 0);
    run.run(Stage.PREPARE, 2, 1);

    assertThat(prepared(run, 0, 0).cardinality()).isEqualTo(LARGE);
    assertThat(shardsDone(run)).as("writers of each").containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void aWorkerThatIsToldToStopWaitsNoLonger() throws IOException {
    LocalRun run = large("store", 2);
    StageContext context = run.context(1, 1);
    context.stop().raise();

    assertThatThrownBy(() -> new PrepareStage(context).run())
        .isInstanceOf(StoppedException.class)
        .hasMessage(
            "told to stop after waiting for worker 0 to check the inputs and to copy the model; what is committed is kept.");
  }

  private LocalRun large(String name, int workers) throws IOException {
    Path example = folder.resolve("large");
    if (Files.notExists(example)) {
      DataBench.dataSet(example, LARGE, 7);
    }
    Train everything = LocalRun.quickstartTraining(LARGE, 7);
    LocalRun run = new LocalRun(folder.resolve(name), example, Method.SFT, everything);
    run.divideThePreparationBy(workers);
    return run;
  }

  /** How many writers each shard of the set of all examples has. */
  private List<Integer> shardsDone(LocalRun run) throws IOException {
    PreparedLayout layout = new PreparedLayout(reference(run, 0, 0).digest());
    Path set = folder.resolve("store").resolve(layout.set(PreparedLayout.ALL).folder());
    List<Integer> writers = new ArrayList<>();
    for (int shard = 0; Files.exists(set.resolve("shard-%05d".formatted(shard))); shard++) {
      try (Stream<Path> folders = Files.list(set.resolve("shard-%05d".formatted(shard)))) {
        writers.add((int) folders.count());
      }
    }
    return writers;
  }

  /** Digests of the files of the set of all examples, by name. */
  private static Map<String, String> contents(LocalRun run) {
    PreparedLayout layout = new PreparedLayout(reference(run, 0, 0).digest());
    return new Artefacts(run.store())
            .manifestAt(layout.set(PreparedLayout.ALL).manifest())
            .orElseThrow()
            .manifest()
            .files()
            .stream()
            .collect(
                Collectors.toMap(
                    file -> file.path().substring(file.path().lastIndexOf('/') + 1),
                    FileEntry::sha256));
  }

  private static BitSet read(Train training, List<Integer> iterations) {
    List<Reading> readings =
        iterations.stream()
            .map(k -> new Reading(k, training.seed(), training.examplesSeen()))
            .toList();
    return ExamplesRead.numbers(readings, EXAMPLES, EXAMPLES);
  }

  private static PreparedReference reference(LocalRun run, int iteration, int revision) {
    String key = run.layout().preparedReference(iteration, revision);
    return Documents.read(run.store().read(key, MAX_BYTES), PreparedReference.class, key);
  }

  /** The numbers of all examples that a reference names, each of which lies in the store once. */
  private static BitSet prepared(LocalRun run, int iteration, int revision) {
    PreparedReference reference = reference(run, iteration, revision);
    PreparedLayout layout = new PreparedLayout(reference.digest());
    BitSet all = new BitSet();
    for (SetReference set : reference.sets()) {
      Manifest manifest =
          new Artefacts(run.store())
              .manifestAt(layout.set(set.name()).manifest())
              .orElseThrow()
              .manifest();
      FileEntry index =
          manifest.files().stream()
              .filter(file -> file.path().endsWith("index.json"))
              .findFirst()
              .orElseThrow();
      String key = layout.set(set.name()).folder() + "/" + index.path();
      for (int number : numbers(run.store().read(key, MAX_BYTES))) {
        assertThat(all.get(number)).as("example %d twice", number).isFalse();
        all.set(number);
      }
    }
    return all;
  }

  private static int[] numbers(byte[] index) {
    JsonNode examples = Documents.value(new String(index, StandardCharsets.UTF_8)).path("examples");
    return StreamSupport.stream(examples.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}

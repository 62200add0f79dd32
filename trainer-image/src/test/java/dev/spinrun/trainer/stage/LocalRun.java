package dev.spinrun.trainer.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.plan.Run;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Evaluate;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.contract.settings.ScorerName;
import dev.spinrun.contract.settings.ScorerRef;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StageContext.Position;
import dev.spinrun.trainer.stage.context.WorkerRendezvous;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The quickstart on local folders, with this class in the operator's place. */
public final class LocalRun {
  private int shards = 2;
  private static final int ITERATIONS = 3;
  private static final int MAX_BYTES = 1 << 20;

  private final Path folder;
  private final Path example;
  private final Method method;
  private Train training;
  private final ObjectStores stores = new ObjectStores(StoreSettings.brief(null, null, null));
  private final RunLayout layout = new RunLayout("ns", "quickstart", "uid");
  private final List<Predecessor> promoted = new ArrayList<>();

  public LocalRun(Path folder, Method method, Train training) {
    this(
        folder,
        Path.of("..", "examples", "quickstart").toAbsolutePath().normalize(),
        method,
        training);
  }

  private @Nullable Revision revision;
  private int checkpointsKept = 1000;
  private Prepare.Examples examples = Prepare.Examples.NEEDED;
  private int preparers = 1;
  private int maxSkipped;
  private boolean perPrompt;
  private WorkerRendezvous rendezvous = WorkerRendezvous.NONE;

  public LocalRun(Path folder, Path example, Method method, Train training) {
    this.folder = folder;
    this.example = example;
    this.method = method;
    this.training = training;
  }

  /** The quickstart's settings with another number of steps and another seed. */
  public static Train quickstartTraining(int steps, long seed) {
    return settings(
        Train.class,
        """
        {"steps": %d, "batchSize": 16, "microBatchSize": 16, "learningRate": "1e-4", "schedule": "Constant",
         "warmupSteps": 10, "beta": "500", "sftWeight": "200", "ema": "0.9", "promptDropout": "0.1",
         "checkpointEverySteps": 20, "seed": %d}
        """
            .formatted(steps, seed));
  }

  /** Training settings of which one field differs, given as JSON. */
  public static Train with(Train training, String field, String json) {
    ObjectNode changed = Documents.tree(training);
    changed.set(field, Documents.value(json));
    return Settings.of(Train.class, changed);
  }

  private static <T extends Record> T settings(Class<T> type, String json) {
    return Settings.of(type, (ObjectNode) Documents.value(json));
  }

  public ObjectStore store() {
    return stores.at("file://" + folder);
  }

  public RunLayout layout() {
    return layout;
  }

  /** Runs all stages of the next iteration and records its candidate as the next opponent. */
  public ScorerSummary iterate() {
    int iteration = promoted.size();
    for (Stage stage : Stage.sequence(method, iteration)) {
      if (stage != Stage.PROMOTE) {
        boolean divided = stage == Stage.GENERATE || stage == Stage.EVALUATE;
        for (int shard = 0; shard < (divided ? shards : 1); shard++) {
          run(stage, 1, shard);
        }
      }
    }
    promote(iteration);
    return summary(iteration);
  }

  /** Records the candidate of an iteration as the next opponent. */
  void promote(int iteration) {
    CommittedManifest candidate = committed(iteration, 1);
    promote(iteration, candidate.digest(), candidate.manifest().attributes());
  }

  /** Records a base model that was never committed, for stages that do not need it. */
  public void promoteWithoutCandidate() {
    promote(0, Sha256.of(new byte[0]), Map.of());
  }

  private void promote(int iteration, String digest, Map<String, String> attributes) {
    byte[] plan = Documents.write(plan());
    OpponentRecord record =
        new OpponentRecord(
            Documents.SCHEMA,
            layout.uid(),
            iteration,
            1,
            layout.candidate(iteration, 1),
            digest,
            layout.evaluation(iteration, 1),
            Sha256.of(plan),
            null,
            attributes,
            Instant.parse("2026-01-01T00:00:00Z"),
            null,
            null,
            null,
            null,
            null);
    store().write(layout.opponent(iteration), Documents.write(record));
    promoted.add(record.asPredecessor());
  }

  /** Runs one stage of the next iteration. */
  public void run(Stage stage, int attempt, int shard) {
    Stages.run(stage, context(attempt, shard));
  }

  /** The context of a stage of the next iteration. */
  public StageContext context(int attempt, int shard) {
    byte[] plan = Documents.write(plan());
    store().write(layout.plan(promoted.size(), revision == null ? 0 : revision.number()), plan);
    try {
      Path work =
          Files.createTempDirectory(Files.createDirectories(folder.resolve("work")), "stage");
      return StageContext.of(
          plan,
          plan(),
          new Position(attempt, 1, shard, "writer-" + attempt, 0, rendezvous),
          work,
          stores);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Manifest candidate(int iteration, int attempt) {
    return committed(iteration, attempt).manifest();
  }

  private CommittedManifest committed(int iteration, int attempt) {
    return new Artefacts(store()).manifest(layout.candidate(iteration, attempt)).orElseThrow();
  }

  ScorerSummary summary(int iteration) {
    String key = layout.evaluationSummary(iteration, 1);
    return Documents.read(store().read(key, MAX_BYTES), EvaluationSummary.class, key)
        .scorers()
        .get(0);
  }

  private IterationPlan plan() {
    int iteration = promoted.size();
    return new IterationPlan(
        Documents.SCHEMA,
        new Run(layout.namespace(), layout.name(), layout.uid()),
        method,
        iteration,
        new Storage("file://" + folder, null, null),
        "file://" + example.resolve("model"),
        new Data("file://" + example.resolve("data/train"), 16, null, null, maxSkipped),
        new Prepare(64, examples, preparers),
        settings(
            Generate.class,
            "{\"steps\": 10, \"guidanceScale\": \"2\", \"batchSize\": 64, \"workers\": %d, \"perPrompt\": %s}"
                .formatted(shards, perPrompt)),
        training,
        new Evaluate(
            "file://" + example.resolve("data/prompts.jsonl"),
            42,
            2,
            shards,
            List.of(new ScorerRef(ScorerName.CLIP_SCORE, "file://" + example.resolve("scorer")))),
        null,
        predecessor(iteration - 1),
        iteration == 0 ? null : predecessor(0),
        null,
        revision,
        checkpointsKept,
        iteration == 0 ? laterReadings() : null);
  }

  private List<Reading> laterReadings() {
    return IntStream.rangeClosed(1, ITERATIONS)
        .mapToObj(k -> new Reading(k, training.seed(), training.examplesSeen()))
        .toList();
  }

  /** From now on so many pods draw, and so many measure. */
  public void divideBy(int pods) {
    shards = pods;
  }

  /** From now on so many pods prepare. */
  public void divideThePreparationBy(int pods) {
    preparers = pods;
  }

  /** From now on every example is prepared. */
  public void prepareAll() {
    examples = Prepare.Examples.ALL;
  }

  /** From now on the plan is this revision. */
  public void revise(Revision as) {
    revision = as;
  }

  /** From now on the plan is this revision, and candidates learn like this. */
  public void revise(Revision as, Train changed) {
    revise(as);
    training = changed;
  }

  /** From now on examples of one caption share an image. */
  public void drawPerPrompt() {
    perPrompt = true;
  }

  /** From now on so many examples may be left out. */
  public void skipAtMost(int examples) {
    maxSkipped = examples;
  }

  /** From now on workers meet there. */
  void meetAt(WorkerRendezvous place) {
    rendezvous = place;
  }

  /** From now on the plan asks for so many checkpoints to be kept. */
  public void keepCheckpoints(int count) {
    checkpointsKept = count;
  }

  private @Nullable Predecessor predecessor(int iteration) {
    return iteration < 0 ? null : promoted.get(iteration);
  }
}

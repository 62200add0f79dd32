package dev.spinrun.runstore.fake;

import dev.spinrun.contract.call.StageCall;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.settings.ScorerName;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Commits what the trainer would commit, without training. */
public final class FakeTrainer {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
  private static final int EXAMPLES = 8;
  private static final String WEIGHTS = "unet/weights.safetensors";

  private final ObjectStore store;
  private final IterationPlan plan;
  private final String planDigest;
  private final RunLayout layout;

  /** Works by the plan in these bytes, on the store of the run. */
  public FakeTrainer(ObjectStore store, byte[] plan) {
    this.store = store;
    this.plan = IterationPlan.read(plan, "plan");
    this.planDigest = Sha256.of(plan);
    this.layout = this.plan.run().layout();
  }

  /** Does the work of one pod. */
  public void run(StageCall call) {
    int k = plan.iteration();
    switch (call.stage()) {
      case PREPARE -> {
        List<Reading> readings = plan.readingsToPrepare();
        boolean all = readings.stream().anyMatch(reading -> reading.readsAll(EXAMPLES));
        store.write(
            layout.preparedReference(k, plan.revisionOrFirst().number()),
            Documents.write(
                new PreparedReference(
                    1, Sha256.of(NOTHING), EXAMPLES, EXAMPLES, all ? null : readings, List.of())));
        if (k == 0) {
          candidate(layout.candidate(k, call.attempt()), call);
        }
      }
      case GENERATE ->
          store.create(
              layout.synthetic(k, plan.revisionOrFirst().number(), call.index()).manifest(),
              NOTHING);
      case TRAIN -> candidate(layout.candidate(k, call.attempt()), call);
      case EVALUATE -> evaluate(k, call.candidateAttempt(), call.index());
      case PROMOTE -> throw new IllegalStateException("no pod promotes");
    }
  }

  private void candidate(String key, StageCall call) {
    try {
      Path folder = Files.createTempDirectory("candidate");
      Path weights = folder.resolve(WEIGHTS);
      Files.createDirectory(folder.resolve("unet"));
      Files.writeString(weights, call + planDigest);
      Artefacts artefacts = new Artefacts(store);
      List<FileEntry> files = artefacts.upload(key, folder);
      artefacts.commit(
          key, Manifest.of(Manifest.Kind.CANDIDATE, planDigest, Map.of("step", "4"), files));
      Files.delete(weights);
      Files.delete(folder.resolve("unet"));
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pod that commits the last shard sums up. */
  private void evaluate(int iteration, int attempt, int index) {
    store.create(layout.evaluation(iteration, attempt, index).manifest(), NOTHING);
    boolean complete =
        IntStream.range(0, plan.evaluate().workers())
            .allMatch(
                i -> store.head(layout.evaluation(iteration, attempt, i).manifest()).isPresent());
    if (!complete) {
      return;
    }
    String digest =
        new Artefacts(store).manifest(layout.candidate(iteration, attempt)).orElseThrow().digest();
    Comparison won = iteration == 0 ? null : new Comparison(8, 0.75, 0.6, 0.9, 0.4, 0.1, 0.7);
    ScorerSummary scores =
        new ScorerSummary(ScorerName.CLIP_SCORE, 8, 21.5 + iteration, 21.25, won, won);
    store.write(
        layout.evaluationSummary(iteration, attempt),
        Documents.write(new EvaluationSummary(1, planDigest, digest, List.of(scores), null)));
  }
}

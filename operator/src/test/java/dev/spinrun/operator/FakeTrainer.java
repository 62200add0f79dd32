package dev.spinrun.operator;

import dev.spinrun.operator.resource.Stamp;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.json.Sha256;
import dev.spinrun.runstore.layout.RunLayout;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.plan.IterationPlan;
import dev.spinrun.runstore.plan.ScorerName;
import dev.spinrun.runstore.record.EvaluationSummary;
import dev.spinrun.runstore.record.EvaluationSummary.Comparison;
import dev.spinrun.runstore.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.runstore.record.Manifest;
import dev.spinrun.runstore.record.PreparedReference;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Commits what the trainer would commit, without training. */
final class FakeTrainer {
  private final ObjectStore store;

  FakeTrainer(ObjectStore store) {
    this.store = store;
  }

  /** Does the work of a Job, as its stamp and environment say. */
  void run(Job job, String planText) {
    Stamp stamp = Stamp.of(job).orElseThrow();
    IterationPlan plan =
        IterationPlan.read(planText.getBytes(java.nio.charset.StandardCharsets.UTF_8), "plan");
    RunLayout layout = plan.run().layout();
    int k = stamp.iteration();
    switch (stamp.stage()) {
      case PREPARE -> {
        String digest = Sha256.of(new byte[0]);
        store.write(
            layout.preparedReference(),
            Documents.write(new PreparedReference(1, digest, digest, 8)));
        candidate(layout.candidate(k, stamp.attempt()), stamp);
      }
      case GENERATE -> {
        for (int i = 0; i < plan.sampling().shards(); i++) {
          store.create(
              layout.syntheticShard(k, plan.revisionOrFirst().syntheticOf(), i),
              new byte[] {'{', '}'});
        }
      }
      case TRAIN -> candidate(layout.candidate(k, stamp.attempt()), stamp);
      case EVALUATE -> evaluate(layout, k, candidateAttempt(job), stamp);
      case PROMOTE -> throw new IllegalStateException("no Job promotes");
    }
  }

  private void candidate(String key, Stamp stamp) {
    try {
      Path folder = Files.createTempDirectory("candidate");
      Files.writeString(folder.resolve("weights.safetensors"), stamp.toString());
      Artefacts artefacts = new Artefacts(store);
      var files = artefacts.upload(key, folder);
      artefacts.commit(
          key,
          Manifest.of(Manifest.Kind.CANDIDATE, stamp.planDigest(), Map.of("step", "4"), files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void evaluate(RunLayout layout, int iteration, int attempt, Stamp stamp) {
    String digest =
        new Artefacts(store).manifest(layout.candidate(iteration, attempt)).orElseThrow().digest();
    Comparison won = new Comparison(8, 0.75, 0.6, 0.9, 0.4, 0.1, 0.7);
    ScorerSummary scores =
        new ScorerSummary(
            ScorerName.CLIP_SCORE,
            8,
            21.5 + iteration,
            21.25,
            iteration == 0 ? null : won,
            iteration == 0 ? null : won);
    store.write(
        layout.evaluationSummary(iteration, attempt),
        Documents.write(
            new EvaluationSummary(1, stamp.planDigest(), digest, List.of(scores), null)));
  }

  private static int candidateAttempt(Job job) {
    return job.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
        .filter(e -> e.getName().equals("SPINRUN_CANDIDATE_ATTEMPT"))
        .map(EnvVar::getValue)
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }
}

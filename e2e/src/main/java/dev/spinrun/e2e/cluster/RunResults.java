package dev.spinrun.e2e.cluster;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.EvaluationLayout;
import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.ObjectStore;
import java.nio.file.Path;

/** What a run has left in the store, read without Kubernetes. */
public final class RunResults {
  private static final int MAX_BYTES = 1 << 20;

  private final ObjectStore store;
  private final RunLayout layout;

  /** The results of a run whose storage.uri is the store's root. */
  public RunResults(ObjectStore store, RunLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  /** The promotion of an iteration. */
  public OpponentRecord opponent(int iteration) {
    String key = layout.opponent(iteration);
    return Documents.read(store.read(key, MAX_BYTES), OpponentRecord.class, key);
  }

  /** How an iteration ended. */
  public Outcome outcome(int iteration) {
    String key = layout.outcome(iteration);
    return Documents.read(store.read(key, MAX_BYTES), Outcome.class, key);
  }

  /** Whether an iteration was promoted. */
  public boolean isPromoted(int iteration) {
    return store.head(layout.opponent(iteration)).isPresent();
  }

  /** What the first scorer says of an iteration's checkpoint. */
  public ScorerSummary score(int iteration) {
    String key = new EvaluationLayout(opponent(iteration).evaluation()).summary();
    return Documents.read(store.read(key, MAX_BYTES), EvaluationSummary.class, key)
        .scorers()
        .get(0);
  }

  /** The manifest of a promoted checkpoint; throws if it is not the one that was promoted. */
  public Manifest manifest(int iteration) {
    OpponentRecord record = opponent(iteration);
    return new Artefacts(store).require(record.candidate(), record.candidateDigest());
  }

  /** Downloads a promoted checkpoint; throws if any file differs from its manifest. */
  public void downloadVerified(int iteration, Path folder) {
    new Artefacts(store).download(opponent(iteration).candidate(), manifest(iteration), folder);
  }

  /** Downloads the picture of an iteration's images. */
  public void downloadGallery(int iteration, Path file) {
    store.download(layout.gallery(iteration, opponent(iteration).candidateAttempt()), file);
  }
}

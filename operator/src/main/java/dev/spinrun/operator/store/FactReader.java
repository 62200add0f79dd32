package dev.spinrun.operator.store;

import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.record.Progress;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.TotalProgress;
import dev.spinrun.operator.resource.StageJob;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks up what one question asks; what was committed once is not read again. */
final class FactReader {
  /** Progress is a hint: with more pods than this, a sample of them is read. */
  private static final int MAX_PROGRESS_READS = 32;

  private final StoreQuestion question;
  private final ObjectStore store;
  private final Committed committed;
  private final RunLayout layout;

  FactReader(StoreQuestion question, ObjectStore store, Committed committed) {
    this.question = question;
    this.store = store;
    this.committed = committed;
    this.layout = question.layout();
    committed.about(
        question.iteration(),
        Stream.of(
                layout.runJson(),
                layout.preparedReference(0, 0),
                layout.opponent(0),
                layout.opponent(Math.max(0, question.iteration() - 1)))
            .collect(Collectors.toSet()));
  }

  /**
   * What the store holds now.
   *
   * @throws StoreException if it cannot be asked
   */
  StoreFacts all(@Nullable String defect) {
    int iteration = question.iteration();
    FrozenPlan plan = plan(question.revision());
    OpponentRecord promoted =
        !question.started() || question.stage() == Stage.PROMOTE ? opponent(iteration) : null;
    int attempt =
        !question.started() && promoted != null
            // A promotion that is adopted names its candidate.
            ? promoted.candidateAttempt()
            : question.candidateAttempt();
    return new StoreFacts(
        committed.exists(store, layout.runJson()),
        plan,
        plan == null && question.amendedRevision() != question.revision()
            ? plan(question.amendedRevision())
            : null,
        parent(),
        iteration > 0 ? opponent(0) : null,
        iteration > 0 ? opponent(iteration - 1) : null,
        promoted,
        prepared(),
        shards(plan),
        candidate(attempt),
        evaluation(attempt),
        outcome(promoted),
        progress(plan),
        defect);
  }

  /** Of the iteration itself while it prepares examples of its own. */
  private @Nullable PreparedReference prepared() {
    PreparedReference own =
        question.stage() == Stage.PREPARE && question.iteration() > 0
            ? reference(question.iteration(), question.revision())
            : null;
    return own == null ? reference(0, 0) : own;
  }

  private @Nullable PreparedReference reference(int iteration, int revision) {
    return committed.document(
        store, layout.preparedReference(iteration, revision), PreparedReference.class);
  }

  /** The same as was known but for what the pods report: all that a Job at work can change. */
  StoreFacts progressed(StoreFacts known) {
    return known.withProgress(progress(known.plan()));
  }

  /** Written last, and over that of an earlier end: of interest only at an end. */
  private @Nullable Outcome outcome(@Nullable OpponentRecord promoted) {
    return promoted != null || question.ended()
        ? StoredDocument.of(store, layout.outcome(question.iteration()), Outcome.class).orElse(null)
        : null;
  }

  private int shards(@Nullable FrozenPlan plan) {
    if (question.stage() != Stage.GENERATE || plan == null) {
      return 0;
    }
    int revision = plan.plan().revisionOrFirst().number();
    int found = 0;
    for (int shard = 0; shard < shardCount(plan); shard++) {
      String key = layout.synthetic(question.iteration(), revision, shard).manifest();
      if (committed.exists(store, key)) {
        found++;
      }
    }
    return found;
  }

  private @Nullable Candidate candidate(int attempt) {
    return attempt == 0
        ? null
        : committed.once(
            store,
            Artefacts.manifestKey(layout.candidate(question.iteration(), attempt)),
            Manifest.class,
            Candidate::read);
  }

  /** Nobody measures a candidate that is still being trained. */
  private @Nullable EvaluationSummary evaluation(int attempt) {
    boolean early = question.started() && question.stage().compareTo(Stage.EVALUATE) < 0;
    return attempt == 0 || (early && !question.ended())
        ? null
        : committed.document(
            store,
            layout.evaluationSummary(question.iteration(), attempt),
            EvaluationSummary.class);
  }

  private int shardCount(FrozenPlan plan) {
    return StageJob.shards(question.stage(), plan.plan());
  }

  private @Nullable FrozenPlan plan(int revision) {
    return committed.once(
        store, layout.plan(question.iteration(), revision), IterationPlan.class, FrozenPlan::of);
  }

  private @Nullable OpponentRecord opponent(int iteration) {
    return committed.document(store, layout.opponent(iteration), OpponentRecord.class);
  }

  private @Nullable OpponentRecord parent() {
    RunLayout parent = question.parent();
    return parent == null
        ? null
        : committed.document(
            store, parent.opponent(question.parentIteration()), OpponentRecord.class);
  }

  private @Nullable TotalProgress progress(@Nullable FrozenPlan plan) {
    if (plan == null || !question.started() || question.stage() == Stage.PROMOTE) {
      return null;
    }
    List<Progress> pods = new ArrayList<>();
    int count = Math.min(shardCount(plan), MAX_PROGRESS_READS);
    for (int index = 0; index < count; index++) {
      String key = layout.progress(question.iteration(), question.stage().lowerCase(), index);
      StoredDocument.advisory(store, key, Progress.class)
          .filter(p -> p.attempt() == question.attempt() && p.stage() == question.stage())
          .ifPresent(pods::add);
    }
    return TotalProgress.of(pods).orElse(null);
  }
}

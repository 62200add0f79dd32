package dev.spinrun.operator.store;

import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.TotalProgress;
import dev.spinrun.operator.resource.FrozenPlan;
import dev.spinrun.operator.resource.StageJob;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.layout.RunLayout;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.plan.Stage;
import dev.spinrun.runstore.record.EvaluationSummary;
import dev.spinrun.runstore.record.OpponentRecord;
import dev.spinrun.runstore.record.Outcome;
import dev.spinrun.runstore.record.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what one question asks. What was committed once does not change, and is not read again.
 */
final class StoreLook {
  private static final int MAX_DOCUMENT_BYTES = 1 << 20;

  /** Progress is a hint: with more pods than this, a sample of them is read. */
  private static final int MAX_PROGRESS_READS = 32;

  private final StoreQuestion question;
  private final RunLayout layout;
  private final Set<Integer> shards = new HashSet<>();

  private boolean identified;
  private boolean prepared;
  private @Nullable FrozenPlan plan;
  private @Nullable OpponentRecord base;
  private @Nullable OpponentRecord previous;
  private @Nullable OpponentRecord promoted;
  private @Nullable Candidate candidate;
  private @Nullable EvaluationSummary evaluation;

  StoreLook(StoreQuestion question) {
    this.question = question;
    this.layout = question.layout();
  }

  /**
   * What the store holds now.
   *
   * @throws StoreException if it cannot be asked
   */
  StoreFacts look(ObjectStore store, @Nullable String defect) {
    int iteration = question.iteration();
    identified = identified || store.head(layout.runJson()).isPresent();
    if (plan == null) {
      plan = readPlan(store);
    }
    if (iteration > 0) {
      previous = opponent(store, previous, iteration - 1);
      base = opponent(store, base, 0);
    }
    if (!question.started() || question.stage() == Stage.PROMOTE) {
      promoted = opponent(store, promoted, iteration);
    }
    lookAtStage(store);
    return new StoreFacts(
        identified,
        plan,
        base,
        previous,
        promoted,
        prepared,
        shards.size(),
        candidate,
        evaluation,
        read(store, layout.outcome(iteration), Outcome.class).orElse(null),
        progress(store).orElse(null),
        defect);
  }

  private void lookAtStage(ObjectStore store) {
    if (question.stage() == Stage.PREPARE) {
      prepared = prepared || store.head(layout.preparedReference()).isPresent();
    }
    if (question.stage() == Stage.GENERATE && plan != null) {
      for (int shard = 0; shard < shardCount(); shard++) {
        String key = layout.syntheticShard(question.iteration(), shard);
        if (!shards.contains(shard) && store.head(key).isPresent()) {
          shards.add(shard);
        }
      }
    }
    int attempt = candidateAttempt();
    if (attempt > 0 && candidate == null) {
      candidate =
          new Artefacts(store)
              .manifest(layout.candidate(question.iteration(), attempt))
              .map(Candidate::of)
              .orElse(null);
    }
    if (attempt > 0 && evaluation == null) {
      evaluation =
          read(
                  store,
                  layout.evaluationSummary(question.iteration(), attempt),
                  EvaluationSummary.class)
              .orElse(null);
    }
  }

  /** A promotion that is adopted names its candidate. */
  private int candidateAttempt() {
    return !question.started() && promoted != null
        ? promoted.candidateAttempt()
        : question.candidateAttempt();
  }

  private int shardCount() {
    return StageJob.shards(question.stage(), Objects.requireNonNull(plan).plan());
  }

  private @Nullable FrozenPlan readPlan(ObjectStore store) {
    String key = layout.plan(question.iteration());
    return bytes(store, key)
        .map(content -> FrozenPlan.of(content, store.root().resolve(key).toString()))
        .orElse(null);
  }

  private @Nullable OpponentRecord opponent(
      ObjectStore store, @Nullable OpponentRecord known, int iteration) {
    return known != null
        ? known
        : read(store, layout.opponent(iteration), OpponentRecord.class).orElse(null);
  }

  private Optional<TotalProgress> progress(ObjectStore store) {
    if (plan == null || !question.started() || question.stage() == Stage.PROMOTE) {
      return Optional.empty();
    }
    List<Progress> pods = new ArrayList<>();
    int count = Math.min(shardCount(), MAX_PROGRESS_READS);
    for (int index = 0; index < count; index++) {
      String key = layout.progress(question.iteration(), question.stage().lowerCase(), index);
      read(store, key, Progress.class)
          .filter(p -> p.attempt() == question.attempt() && p.stage() == question.stage())
          .ifPresent(pods::add);
    }
    return TotalProgress.of(pods);
  }

  private static <T> Optional<T> read(ObjectStore store, String key, Class<T> type) {
    return bytes(store, key)
        .map(content -> Documents.read(content, type, store.root().resolve(key).toString()));
  }

  private static Optional<byte[]> bytes(ObjectStore store, String key) {
    try {
      return Optional.of(store.read(key, MAX_DOCUMENT_BYTES));
    } catch (StoreException e) {
      if (e.kind() == StoreException.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}

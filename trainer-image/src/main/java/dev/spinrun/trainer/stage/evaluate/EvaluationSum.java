package dev.spinrun.trainer.stage.evaluate;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.EvaluationLayout;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.settings.ScorerName;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.trainer.report.ScoreLine;
import dev.spinrun.trainer.report.Summaries;
import dev.spinrun.trainer.stage.context.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sums up an evaluation once all its shards are committed.
 *
 * <p>The result is a pure function of the committed shards and of the predecessors' scores: two
 * shards that both find themselves last write the same bytes.
 */
final class EvaluationSum {
  private static final int MAX_SCORES_BYTES = 1 << 30;

  private final StageContext context;
  private final EvaluationFiles files;
  private final ObjectStore store;
  private final int shards;

  EvaluationSum(StageContext context, EvaluationFiles files) {
    this.context = context;
    this.files = files;
    this.store = context.store();
    this.shards = context.plan().evaluate().workers();
  }

  void commitIfComplete(String candidateDigest) {
    if (!IntStream.range(0, shards).allMatch(shard -> files.shard(shard).isDone())) {
      return;
    }
    int iteration = context.plan().iteration();
    int attempt = context.candidateAttempt();
    List<ScoreLine> scores = committedScores();
    EvaluationLayout layout = new EvaluationLayout(context.layout().evaluation(iteration, attempt));
    store.write(layout.scores(), EvaluationFiles.bytes(scores));
    double confidence = context.plan().confidence();
    EvaluationSummary summary =
        new EvaluationSummary(
            Documents.SCHEMA,
            context.planDigest(),
            candidateDigest,
            Summaries.of(
                scores,
                scoresOf(context.plan().opponent()),
                scoresOf(context.plan().base()),
                confidence),
            confidence);
    ScorerName first = context.plan().evaluate().scorers().get(0).name();
    new Gallery(context, files).write(summary.scorer(first).orElseThrow());
    store.create(layout.summary(), Documents.write(summary));
  }

  private List<ScoreLine> committedScores() {
    List<ScoreLine> all = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      Path file = context.work().resolve("scores-" + shard);
      files.shard(shard).files().download(EvaluationFiles.SCORES, file);
      all.addAll(EvaluationFiles.parse(read(file), "shard " + shard));
    }
    return all;
  }

  private List<ScoreLine> scoresOf(@Nullable Predecessor predecessor) {
    if (predecessor == null) {
      return List.of();
    }
    String key = new EvaluationLayout(predecessor.evaluation()).scores();
    return EvaluationFiles.parse(store.read(key, MAX_SCORES_BYTES), key);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

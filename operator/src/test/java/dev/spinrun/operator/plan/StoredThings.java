package dev.spinrun.operator.plan;

import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.settings.ScorerName;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.crds.status.Score;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.observe.TotalProgress;
import java.util.List;
import java.util.Map;

/** What the store of a scene holds. */
final class StoredThings {
  static final String PREPARED = "sha256:" + "e".repeat(64);
  static final Comparison WON = new Comparison(8, 0.71, 0.6, 0.9, 0.4712, 0.1, 0.7);

  boolean identified;
  boolean frozen;
  boolean predecessors;
  boolean prepared;
  int examples = 8;
  List<Reading> readings;
  int shards;
  Map<String, String> baseAttributes = Map.of();
  Candidate candidate;
  EvaluationSummary evaluation;
  OpponentRecord parent;
  OpponentRecord promoted;
  Outcome outcome;
  TotalProgress progress;
  String defect;

  void candidate(Map<String, String> attributes) {
    candidate = new Candidate(Scene.DIGEST, attributes);
  }

  void evaluated(Comparison againstOpponent, Comparison againstBase) {
    evaluation =
        new EvaluationSummary(
            1,
            "sha256:plan",
            Scene.DIGEST,
            List.of(
                new ScorerSummary(
                    ScorerName.CLIP_SCORE, 8, 21.6789, 21.7, againstOpponent, againstBase)),
            null);
  }

  OpponentRecord previous(int iteration) {
    return predecessors ? record(iteration - 1, Scene.OTHER_DIGEST) : null;
  }

  OpponentRecord base() {
    return predecessors ? record(0, Scene.OTHER_DIGEST, baseAttributes) : null;
  }

  static OpponentRecord record(int iteration, String digest) {
    return record(iteration, digest, Map.of());
  }

  private static OpponentRecord record(
      int iteration, String digest, Map<String, String> attributes) {
    return new OpponentRecord(
        1,
        "11111111-2222-3333-4444-555555555555",
        iteration,
        1,
        "ml/castle/u/iterations/000%d/candidate/1".formatted(iteration),
        digest,
        "ml/castle/u/iterations/000%d/evaluation/1".formatted(iteration),
        PREPARED,
        null,
        attributes,
        Scene.NOW.minusSeconds(30),
        null,
        null,
        null,
        null,
        null);
  }

  /** The scene's candidate as the status shows it once it is measured. */
  static MeasuredCandidate measured(int iteration, int attempt) {
    return new MeasuredCandidate(
        MeasuredCandidate.name(iteration, attempt, Scene.DIGEST),
        iteration,
        "s3://b/candidate",
        Scene.DIGEST,
        "s3://b/gallery.png",
        "21.68",
        "0.71",
        List.of(
            new Score(
                dev.spinrun.contract.settings.ScorerName.CLIP_SCORE, "21.68", "21.7", "+0.4712")),
        null);
  }

  /** What a look finds, with this plan of the iteration, or that one to be amended. */
  StoreFacts facts(int iteration, FrozenPlan plan, FrozenPlan amended) {
    return new StoreFacts(
        identified,
        plan,
        amended,
        parent,
        base(),
        previous(iteration),
        promoted,
        prepared || iteration > 0
            ? new PreparedReference(1, PREPARED, examples, examples, readings, List.of())
            : null,
        shards,
        candidate,
        evaluation,
        outcome,
        progress,
        defect);
  }
}

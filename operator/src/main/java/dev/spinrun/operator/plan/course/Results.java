package dev.spinrun.operator.plan.course;

import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.Opponent;
import dev.spinrun.crds.status.Score;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.plan.situation.Situation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How iterations ended, in the words and numbers of the status. */
public final class Results {
  /** A status stays small however many iterations there are; the store keeps them all. */
  private static final int KEPT = 10;

  private Results() {}

  /** Adds the iteration in progress to those that have ended. */
  public static SpinRunStatus append(
      Situation s,
      SpinRunStatus status,
      Outcome.Result result,
      @Nullable OpponentRecord promoted,
      Instant finishedAt) {
    EvaluationSummary evaluation = s.facts().evaluation();
    OpponentRecord previous = s.facts().previous();
    IterationResult ended =
        new IterationResult(
            s.iteration(),
            result,
            previous == null ? null : previous.candidateDigest(),
            promoted == null ? null : promoted.candidateDigest(),
            winRate(evaluation),
            evaluation == null ? null : scores(evaluation),
            displacement(s.facts().candidate()),
            count(s.facts().candidate(), Attributes.EXAMPLES_READ),
            count(s.facts().candidate(), Attributes.IMAGES_DRAWN),
            Objects.requireNonNullElse(s.current().startedAt(), finishedAt),
            finishedAt,
            s.current().jobsStarted(),
            status.current().gpuSeconds());
    List<IterationResult> all = new ArrayList<>(s.status().iterations());
    all.removeIf(r -> r.number() == ended.number());
    all.add(ended);
    return status.withIterations(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }

  /** The promoted checkpoint as the status shows it. */
  public static Opponent opponent(Situation s, OpponentRecord promoted) {
    EvaluationSummary evaluation = s.facts().evaluation();
    return new Opponent(
        promoted.iteration(),
        // Of what the record says, only what a layout can make of it: a store may be anybody's.
        s.uri(s.layout().candidate(promoted.iteration(), promoted.candidateAttempt())),
        promoted.candidateDigest(),
        promoted.promotedAt(),
        winRate(evaluation),
        evaluation == null || evaluation.scorers().isEmpty()
            ? null
            : number(evaluation.scorers().get(0).mean()));
  }

  static @Nullable String winRate(@Nullable EvaluationSummary evaluation) {
    if (evaluation == null || evaluation.scorers().isEmpty()) {
      return null;
    }
    Comparison comparison = evaluation.scorers().get(0).againstOpponent();
    return comparison == null ? null : String.format(Locale.ROOT, "%.2f", comparison.winRate());
  }

  static @Nullable String displacement(@Nullable Candidate candidate) {
    OptionalDouble measured =
        candidate == null
            ? OptionalDouble.empty()
            : Attributes.displacement(candidate.attributes());
    return measured.isPresent()
        ? String.format(Locale.ROOT, "%+.3g", measured.getAsDouble())
        : null;
  }

  private static @Nullable Integer count(@Nullable Candidate candidate, String name) {
    OptionalInt count =
        candidate == null ? OptionalInt.empty() : Attributes.count(candidate.attributes(), name);
    return count.isPresent() ? Integer.valueOf(count.getAsInt()) : null;
  }

  static List<Score> scores(EvaluationSummary evaluation) {
    return evaluation.scorers().stream().map(Results::score).toList();
  }

  private static Score score(ScorerSummary scorer) {
    Comparison base = scorer.againstBase();
    return new Score(
        scorer.name(),
        number(scorer.mean()),
        number(scorer.median()),
        base == null ? null : String.format(Locale.ROOT, "%+.4g", base.meanDifference()));
  }

  /** Four significant digits: more are noise at the usual number of prompts. */
  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}

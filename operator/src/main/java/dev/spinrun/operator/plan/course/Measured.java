package dev.spinrun.operator.plan.course;

import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.crds.status.MeasuredCandidate;
import dev.spinrun.crds.status.Score;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.plan.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A measured candidate, as the status shows it and as sentences tell of it. */
public final class Measured {
  private Measured() {}

  /** The candidate that this attempt made; none while its files or measurements are not there. */
  public static @Nullable MeasuredCandidate of(Situation s, int attempt) {
    Candidate candidate = s.facts().candidate();
    EvaluationSummary evaluation = s.facts().evaluation();
    if (candidate == null || evaluation == null) {
      return null;
    }
    List<Score> scores = Results.scores(evaluation);
    return new MeasuredCandidate(
        MeasuredCandidate.name(s.iteration(), attempt, candidate.digest()),
        s.iteration(),
        s.uri(s.layout().candidate(s.iteration(), attempt)),
        candidate.digest(),
        s.uri(s.layout().gallery(s.iteration(), attempt)),
        scores.isEmpty() ? null : scores.get(0).mean(),
        Results.winRate(evaluation),
        scores,
        Results.displacement(candidate));
  }

  /** What was measured and where to look, to follow the name of the candidate. */
  public static String inWords(MeasuredCandidate candidate) {
    List<String> measured = new ArrayList<>();
    candidate.scores().stream().findFirst().ifPresent(score -> measured.add(inWords(score)));
    if (candidate.winRate() != null) {
      measured.add("win rate %s over its opponent".formatted(candidate.winRate()));
    }
    if (candidate.displacement() != null) {
      measured.add("displacement " + candidate.displacement());
    }
    measured.add("pictures in " + candidate.gallery());
    return ": " + String.join(", ", measured);
  }

  private static String inWords(Score score) {
    return score.deltaToBase() == null
        ? "score " + score.mean()
        : "score %s (%s to the base model)".formatted(score.mean(), score.deltaToBase());
  }
}

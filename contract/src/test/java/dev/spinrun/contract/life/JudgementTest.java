package dev.spinrun.contract.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.life.Judgement.Outcome;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.settings.Gate;
import dev.spinrun.contract.settings.Gate.Against;
import dev.spinrun.contract.settings.ScorerName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a gate makes of measurements. */
@NullUnmarked
class JudgementTest {
  /** Win rate 0.71 [0.6, 0.9], gain 0.4712 [0.1, 0.7]. */
  static final Comparison AGAINST_OPPONENT = new Comparison(8, 0.71, 0.6, 0.9, 0.4712, 0.1, 0.7);

  private static final Comparison AGAINST_BASE = new Comparison(8, 0.4, 0.3, 0.5, -1, -2, -0.5);

  record Row(String sentence, Gate gate, String displacement, Outcome outcome, String says) {
    @Override
    public String toString() {
      return sentence;
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row(
            "a measured win rate above the minimum is enough",
            gate(Against.OPPONENT, "0.7", null, null, null),
            null,
            Outcome.REACHED,
            "win rate over the opponent is 0.7100, at least 0.7 is required"),
        new Row(
            "one below it is not",
            gate(Against.OPPONENT, "0.72", null, null, null),
            null,
            Outcome.MISSED,
            "win rate over the opponent is 0.7100, at least 0.72 is required"),
        new Row(
            "with confidence the whole interval must lie above",
            gate(Against.OPPONENT, "0.55", null, "0.95", null),
            null,
            Outcome.REACHED,
            "win rate over the opponent is 0.7100 [0.6000, 0.9000], at least 0.55 is required"),
        new Row(
            "an interval across the minimum proves nothing",
            gate(Against.OPPONENT, "0.7", null, "0.95", null),
            null,
            Outcome.INCONCLUSIVE,
            "win rate over the opponent is 0.7100 [0.6000, 0.9000], at least 0.7 is required"),
        new Row(
            "an interval below it rejects",
            gate(Against.OPPONENT, "0.95", null, "0.95", null),
            null,
            Outcome.MISSED,
            "win rate over the opponent is 0.7100 [0.6000, 0.9000], at least 0.95 is required"),
        new Row(
            "the base model may be what counts, and a loss be allowed",
            gate(Against.BASE, null, "-1.5", null, null),
            null,
            Outcome.REACHED,
            "gain over the base is -1.000, at least -1.5 is required"),
        new Row(
            "of two requirements the worse one counts",
            gate(Against.OPPONENT, "0.5", "0.6", null, null),
            null,
            Outcome.MISSED,
            "win rate over the opponent is 0.7100, at least 0.5 is required; gain over the opponent is"
                + " 0.4712, at least 0.6 is required"),
        new Row(
            "a displacement that is too large rejects whatever the scores say",
            gate(Against.OPPONENT, "0.5", null, null, "0.02"),
            "0.13",
            Outcome.MISSED,
            "win rate over the opponent is 0.7100, at least 0.5 is required; displacement is 0.1300,"
                + " at most 0.02 is allowed"),
        new Row(
            "a small displacement, and a negative one, pass",
            gate(Against.OPPONENT, null, null, null, "0.02"),
            "-0.001",
            Outcome.REACHED,
            "displacement is -0.001000, at most 0.02 is allowed"),
        new Row(
            "a displacement that nobody reports is left to people",
            gate(Against.OPPONENT, null, null, null, "0.02"),
            null,
            Outcome.INCONCLUSIVE,
            "the training reports no displacement"),
        new Row(
            "a displacement that is no number is left to people",
            gate(Against.OPPONENT, null, null, null, "0.02"),
            "NaN",
            Outcome.INCONCLUSIVE,
            "the training reports no displacement"));
  }

  private static Gate gate(
      Against against, String winRate, String gain, String confidence, String displacement) {
    return new Gate(
        null, against, decimal(winRate), decimal(gain), decimal(confidence), decimal(displacement));
  }

  private static Decimal decimal(String text) {
    return text == null ? null : new Decimal(text);
  }

  static EvaluationSummary evaluation(Comparison againstOpponent, Comparison againstBase) {
    ScorerSummary scorer =
        new ScorerSummary(ScorerName.CLIP_SCORE, 8, 21.6, 21.7, againstOpponent, againstBase);
    return new EvaluationSummary(1, "sha256:plan", "sha256:candidate", List.of(scorer), null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void judgement(Row row) {
    Map<String, String> attributes =
        row.displacement() == null ? Map.of() : Map.of("displacement", row.displacement());

    Judgement judgement =
        Judgement.of(row.gate(), evaluation(AGAINST_OPPONENT, AGAINST_BASE), attributes);

    assertThat(judgement).isEqualTo(new Judgement(row.outcome(), row.says()));
  }
}

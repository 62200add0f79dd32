package dev.spinrun.operator.plan.promotion;

import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.settings.Gate;
import dev.spinrun.operator.observe.StoreFacts.Candidate;
import dev.spinrun.operator.plan.course.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gate says of a candidate. Of several requirements the worst counts: one that is missed
 * rejects, one that is unproved leaves it open.
 *
 * @param sentence what was asked, what was measured
 */
public record Judgement(Outcome outcome, String sentence) {
  /** Best first. */
  public enum Outcome {
    /** All that is asked is reached. */
    REACHED,
    /** The measurements prove neither. */
    INCONCLUSIVE,
    /** Something that is asked is not reached. */
    MISSED
  }

  public static Judgement of(Gate gate, EvaluationSummary evaluation, Candidate candidate) {
    List<Judgement> all = new ArrayList<>();
    if (gate.minimumWinRate() != null || gate.minimumGain() != null) {
      all.addAll(comparison(gate, evaluation));
    }
    if (gate.maximumDisplacement() != null) {
      all.add(displacement(gate.maximumDisplacement(), candidate));
    }
    Outcome worst =
        all.stream().map(Judgement::outcome).max(Outcome::compareTo).orElse(Outcome.REACHED);
    return new Judgement(worst, String.join("; ", all.stream().map(Judgement::sentence).toList()));
  }

  private static List<Judgement> comparison(Gate gate, EvaluationSummary evaluation) {
    Optional<ScorerSummary> scorer =
        gate.scorer() == null
            ? evaluation.scorers().stream().findFirst()
            : evaluation.scorer(gate.scorer());
    String against = gate.against().name().toLowerCase(Locale.ROOT);
    Optional<Comparison> measured =
        scorer.map(
            s -> gate.against() == Gate.Against.BASE ? s.againstBase() : s.againstOpponent());
    if (measured.isEmpty()) {
      return List.of(
          new Judgement(
              Outcome.INCONCLUSIVE,
              "there is no comparison with the %s by %s"
                  .formatted(against, gate.scorer() == null ? "any scorer" : gate.scorer())));
    }
    Comparison c = measured.get();
    boolean interval = gate.confidence() != null;
    List<Judgement> all = new ArrayList<>();
    if (gate.minimumWinRate() != null) {
      all.add(
          atLeast(
              "win rate over the " + against,
              gate.minimumWinRate(),
              c.winRate(),
              interval ? c.winRateLow() : c.winRate(),
              interval ? c.winRateHigh() : c.winRate()));
    }
    if (gate.minimumGain() != null) {
      all.add(
          atLeast(
              "gain over the " + against,
              gate.minimumGain(),
              c.meanDifference(),
              interval ? c.meanDifferenceLow() : c.meanDifference(),
              interval ? c.meanDifferenceHigh() : c.meanDifference()));
    }
    return all;
  }

  private static Judgement atLeast(
      String what, Decimal asked, double measured, double low, double high) {
    double minimum = asked.value();
    Outcome outcome =
        low >= minimum ? Outcome.REACHED : high < minimum ? Outcome.MISSED : Outcome.INCONCLUSIVE;
    String interval = low == high ? "" : " [%s, %s]".formatted(number(low), number(high));
    return new Judgement(
        outcome,
        "%s is %s%s, at least %s is required".formatted(what, number(measured), interval, asked));
  }

  private static Judgement displacement(Decimal asked, Candidate candidate) {
    String measured = candidate.attributes().get(Results.DISPLACEMENT);
    double value = parse(measured);
    if (Double.isNaN(value)) {
      return new Judgement(Outcome.INCONCLUSIVE, "the training reports no displacement");
    }
    return new Judgement(
        value <= asked.value() ? Outcome.REACHED : Outcome.MISSED,
        "displacement is %s, at most %s is allowed".formatted(number(value), asked));
  }

  private static double parse(@Nullable String number) {
    try {
      return number == null ? Double.NaN : Double.parseDouble(number);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}

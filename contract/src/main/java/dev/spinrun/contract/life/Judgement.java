package dev.spinrun.contract.life;

import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.EvaluationSummary.ScorerSummary;
import dev.spinrun.contract.settings.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a gate says of a candidate. Of several requirements the worst counts: one that is missed
 * rejects, one that is unproved leaves it open.
 *
 * @param sentence what was asked, what was measured
 */
public record Judgement(Outcome outcome, String sentence) {
  /** What the measurements say, from best to worst. */
  public enum Outcome {
    /** All that is asked is reached. */
    REACHED,
    /** The measurements prove neither. */
    INCONCLUSIVE,
    /** Something that is asked is not reached. */
    MISSED
  }

  /** What the gate says of these measurements, and of the attributes of a candidate's manifest. */
  public static Judgement of(
      Gate gate, EvaluationSummary evaluation, Map<String, String> attributes) {
    List<Judgement> all = new ArrayList<>();
    if (gate.minimumWinRate() != null || gate.minimumGain() != null) {
      all.addAll(comparison(gate, evaluation));
    }
    if (gate.maximumDisplacement() != null) {
      all.add(displacement(gate.maximumDisplacement(), attributes));
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

  private static Judgement displacement(Decimal asked, Map<String, String> attributes) {
    OptionalDouble measured = Attributes.displacement(attributes);
    if (measured.isEmpty()) {
      return new Judgement(Outcome.INCONCLUSIVE, "the training reports no displacement");
    }
    return new Judgement(
        measured.getAsDouble() <= asked.value() ? Outcome.REACHED : Outcome.MISSED,
        "displacement is %s, at most %s is allowed"
            .formatted(number(measured.getAsDouble()), asked));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}

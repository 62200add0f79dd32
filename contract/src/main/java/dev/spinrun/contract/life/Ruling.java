package dev.spinrun.contract.life;

import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.settings.Gate;
import dev.spinrun.contract.settings.Promotion;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a measured candidate.
 *
 * @param because of a promotion, who decided; otherwise why, as a sentence
 */
public record Ruling(Kind kind, String because) {
  /** What happens to it. */
  public enum Kind {
    /** It is the next opponent. */
    PROMOTE,
    /** It is not taken. */
    REJECT,
    /** People are to decide. */
    AWAIT
  }

  /** It is promoted, as this policy or person decided. */
  public static Ruling promote(String decidedBy) {
    return new Ruling(Kind.PROMOTE, decidedBy);
  }

  /** It is rejected, for this reason: a sentence without its full stop. */
  public static Ruling reject(String why) {
    return new Ruling(Kind.REJECT, why);
  }

  private static Ruling await(String why) {
    return new Ruling(Kind.AWAIT, why);
  }

  /**
   * The ruling on a candidate.
   *
   * @param iteration that made it; the base model, 0, is always promoted
   * @param byPeople what people decided
   * @param evaluation its measurements
   * @param attributes of its manifest
   */
  public static Ruling on(
      Promotion promotion,
      int iteration,
      Optional<Ruling> byPeople,
      @Nullable EvaluationSummary evaluation,
      Map<String, String> attributes) {
    if (iteration == 0 || promotion.policy() == Promotion.Policy.ALWAYS) {
      return promote("policy Always");
    }
    if (byPeople.isPresent()) {
      return byPeople.get();
    }
    if (promotion.policy() == Promotion.Policy.MANUAL) {
      return await("spec.promotion.policy is Manual.");
    }
    Gate gate = promotion.gate();
    if (evaluation == null || gate == null) {
      return await("There are no measurements to judge it by.");
    }
    Judgement judgement = Judgement.of(gate, evaluation, attributes);
    return switch (judgement.outcome()) {
      case REACHED -> promote("policy Gate");
      case MISSED -> reject("The gate rejects it: " + judgement.sentence());
      case INCONCLUSIVE -> inconclusive(promotion.onInconclusive(), judgement);
    };
  }

  private static Ruling inconclusive(Promotion.OnInconclusive then, Judgement judgement) {
    return switch (then) {
      case PROMOTE -> promote("policy Gate, onInconclusive Promote");
      case REJECT ->
          reject("The measurements are inconclusive (%s)".formatted(judgement.sentence()));
      case WAIT -> await("The measurements are inconclusive: " + judgement.sentence() + ".");
    };
  }
}

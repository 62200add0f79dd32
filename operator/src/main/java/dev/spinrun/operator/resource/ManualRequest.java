package dev.spinrun.operator.resource;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.ManualDecision.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for by an annotation.
 *
 * @param by field manager that set the annotation
 */
public record ManualRequest(Action action, String value, @Nullable String by) {
  /** What can be asked for. */
  public enum Action {
    /** Go on with a run that is over. */
    RETRY,
    /** Make the measured candidate the next opponent. */
    PROMOTE,
    /** Reject the measured candidate. */
    REJECT,
    /** Leave the object alone, if the value is true. */
    PAUSED;

    /** Name of the annotation. */
    public String annotation() {
      return SpinRun.GROUP + "/" + word();
    }

    /** The same without prefix. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What this annotation of the run asks for, whether or not it was answered. */
  static Optional<ManualRequest> of(SpinRun run, Action action) {
    Map<String, String> annotations = run.getMetadata().getAnnotations();
    String value = annotations == null ? null : annotations.get(action.annotation());
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        new ManualRequest(
            action,
            RunAnnotations.bounded(value),
            RunAnnotations.setter(run.getMetadata(), action).orElse(null)));
  }

  /** Whether the operator is to leave this run alone. */
  public static boolean isPaused(SpinRun run) {
    return of(run, Action.PAUSED).filter(request -> request.value().equals("true")).isPresent();
  }

  /**
   * What this annotation of the run asks for, unless its value was answered. Values are compared,
   * not times: the time at which a field manager last changed the object says nothing of which of
   * its annotations it changed.
   */
  public static Optional<ManualRequest> open(SpinRun run, SpinRunStatus status, Action action) {
    return of(run, action)
        .filter(
            request ->
                lastAnswered(status.decisions(), action)
                    .filter(decision -> decision.value().equals(request.value()))
                    .isEmpty());
  }

  private static Optional<ManualDecision> lastAnswered(
      List<ManualDecision> decisions, Action action) {
    return decisions.stream()
        .filter(d -> d.action().equals(action.word()))
        .reduce((earlier, later) -> later);
  }

  /**
   * Decisions and further ones, of which so many are kept: the newest, and the last of each action,
   * since that value must not act again.
   */
  public static List<ManualDecision> kept(
      List<ManualDecision> decisions, List<ManualDecision> further, int most) {
    List<ManualDecision> all = new ArrayList<>(decisions);
    all.addAll(further);
    Set<ManualDecision> last = new HashSet<>();
    for (Action action : Action.values()) {
      lastAnswered(all, action).ifPresent(last::add);
    }
    for (Iterator<ManualDecision> i = all.iterator(); all.size() > most && i.hasNext(); ) {
      if (!last.contains(i.next())) {
        i.remove();
      }
    }
    return List.copyOf(all);
  }

  /** The decision to record once this request is acted on. */
  public ManualDecision accepted(int iteration, Instant now) {
    return answered(Answer.ACCEPTED, null, iteration, now);
  }

  /** The decision to record when this request is refused, and why. */
  public ManualDecision refused(String why, int iteration, Instant now) {
    return answered(Answer.REFUSED, why, iteration, now);
  }

  private ManualDecision answered(Answer answer, @Nullable String why, int iteration, Instant now) {
    return new ManualDecision(action.word(), value, answer, why, iteration, by, now);
  }
}

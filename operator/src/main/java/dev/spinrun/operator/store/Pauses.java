package dev.spinrun.operator.store;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.observe.TotalProgress;
import java.time.Duration;

/** The pauses between two rounds of a run. */
final class Pauses {
  /** Of the time that a stage still takes: the end is met with rounds that come ever closer. */
  private static final int SHARE_OF_TIME_LEFT = 4;

  private Pauses() {}

  /**
   * The pause after a round: short when something has changed or a stage is about to end, growing
   * while nothing changes or the store does not answer, and never so short that a run, or all of
   * them together, cost more than their share of requests.
   *
   * @param before the pause before the round
   * @param news whether the round found something new
   * @param calls of the store that the round took
   * @param runs that are polled
   */
  static Duration after(
      Duration before, boolean news, StoreView view, int calls, int runs, PollSettings settings) {
    TotalProgress progress = view.facts().progress();
    StoreProblem problem = view.problem();
    boolean silent = problem != null && problem.kind() == StoreFailure.UNREACHABLE;
    Duration wanted = news && !silent ? settings.shortest() : settings.longer(before);
    if (!silent
        && view.question().working()
        && progress != null
        && progress.secondsLeft() != null) {
      wanted = Duration.ofSeconds(progress.secondsLeft()).dividedBy(SHARE_OF_TIME_LEFT);
    }
    Duration usual = min(max(wanted, settings.shortest()), settings.longest());
    return max(usual, min(settings.share().pause(calls, runs), settings.rarest()));
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}

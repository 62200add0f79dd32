package dev.spinrun.operator.plan;

import dev.spinrun.crds.StatusBuilder;
import dev.spinrun.crds.status.StageName;
import dev.spinrun.runstore.plan.Stage;

/** The moves of a status along the way of a run. */
final class Progression {
  private Progression() {}

  /** Between two iterations, or after the last: no stage is in progress. */
  static StatusBuilder between(StatusBuilder status) {
    return status
        .stage(null)
        .stageStartedAt(null)
        .attempt(1)
        .candidateAttempt(null)
        .job(null)
        .retryAt(null)
        .progress(null)
        .jobsStarted(0);
  }

  /** To the start of the iteration after the one in the status. */
  static Decision nextIteration(Situation s, StatusBuilder status) {
    int next = s.iteration() + 1;
    between(status)
        .iteration(next)
        .iterationStartedAt(s.now())
        .failures(s.status().failures().startOver());
    return Decision.of(
            status,
            Verdict.running(
                Reason.ITERATION_STARTING,
                "Iteration %d of %d starts.".formatted(next, s.spec().iterations())))
        .lookAgainIn(Decision.SOON);
  }

  /** To the first attempt at a stage. */
  static StatusBuilder stage(Situation s, StatusBuilder status, Stage stage) {
    return status
        .stage(StageName.valueOf(stage.name()))
        .stageStartedAt(s.now())
        .attempt(1)
        .job(null)
        .retryAt(null)
        .progress(null);
  }

  /** To the next attempt at the same stage. */
  static StatusBuilder attempt(StatusBuilder status, int attempt) {
    return status.attempt(attempt).job(null).progress(null);
  }
}

package dev.spinrun.operator.plan.course;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.StatusBuilder;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.GpuTime;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Names;

/** The moves of a status along the way of a run. */
public final class Progression {
  private Progression() {}

  /** Between two iterations, or after the last: no stage is in progress. */
  public static StatusBuilder between(StatusBuilder status) {
    return status
        .stage(null)
        .stageStartedAt(null)
        .attempt(1)
        .stageFirstAttempt(1)
        .candidateAttempt(null)
        .job(null)
        .retryAt(null)
        .progress(null)
        .revision(0)
        .amendment(null)
        .rejections(0)
        .gpuSeconds(0)
        .jobsStarted(0);
  }

  /** To the start of the iteration after the one in the status. */
  public static Decision nextIteration(Situation s, StatusBuilder status) {
    int next = s.iteration() + 1;
    between(status)
        .iteration(next)
        .iterationStartedAt(s.now())
        .finishedAt(null)
        .clock(s.clock().stage(null))
        .failures(s.status().failures().startOver());
    return Decision.of(status, starting(s, next)).lookAgainIn(Decision.SOON);
  }

  /** Until the first Job of an iteration is created. */
  public static Verdict starting(Situation s, int iteration) {
    return Verdict.running(
        Reason.ITERATION_STARTING,
        "Iteration %d of %d starts.".formatted(iteration, s.spec().iterations()));
  }

  /** To the first stage of an iteration, whose first attempt the status has numbered already. */
  public static StatusBuilder begin(Situation s, StatusBuilder status) {
    return stage(s, status, s.stage(), s.status().attempt());
  }

  /**
   * To the first attempt at another stage. Attempts are counted through the iteration, so that no
   * two of them share a key in the store, whatever is done again.
   */
  static StatusBuilder stage(Situation s, StatusBuilder status, Stage stage) {
    return stage(s, status, stage, s.status().attempt() + 1);
  }

  /** To the first attempt at the stage that follows, once the present one is done. */
  public static StatusBuilder following(Situation s) {
    StatusBuilder next = GpuTime.useful(s, stage(s, s.next(), s.following()));
    return s.stage() == Stage.PREPARE || s.stage() == Stage.TRAIN
        ? next.candidateAttempt(s.status().attempt())
        : next;
  }

  /** Records that the Job of the stage and attempt in that status is there. */
  public static Decision started(Situation s, StatusBuilder status, Action... actions) {
    SpinRunStatus then = status.build();
    Stage stage = Names.stage(s.spec(), then);
    String job = Names.job(s.run(), then.iteration(), stage, then.attempt());
    return Decision.of(
        status.jobStarted(job).retryAt(null),
        Verdict.running(
            Reason.STAGE_STARTING,
            "%s of iteration %d starts as Job %s.".formatted(stage.title(), s.iteration(), job)),
        actions);
  }

  private static StatusBuilder stage(Situation s, StatusBuilder status, Stage stage, int attempt) {
    return attempt(status, attempt)
        .stage(stage)
        .stageStartedAt(s.now())
        .stageFirstAttempt(attempt)
        .clock(s.clock().stage(s.now()))
        .retryAt(null);
  }

  /** Back to the stage that makes the candidate. */
  public static StatusBuilder makeAgain(Situation s, StatusBuilder status) {
    Stage maker = s.iteration() == 0 ? Stage.PREPARE : Stage.TRAIN;
    return stage(s, status, maker).candidateAttempt(null);
  }

  /** Back to the start of the iteration. */
  public static StatusBuilder startOver(Situation s, StatusBuilder status) {
    return attempt(status, s.status().attempt() + 1)
        .stage(null)
        .stageStartedAt(null)
        .candidateAttempt(null);
  }

  /** To the next attempt at the same stage. */
  public static StatusBuilder attempt(StatusBuilder status, int attempt) {
    return status.attempt(attempt).job(null).progress(null);
  }
}

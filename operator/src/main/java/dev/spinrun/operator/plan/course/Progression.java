package dev.spinrun.operator.plan.course;

import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.GpuTime;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Names;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The moves of a status along the way of a run. */
public final class Progression {
  private Progression() {}

  /** Between two iterations, or after the last: none is in progress. */
  public static SpinRunStatus between(SpinRunStatus status) {
    return status.withCurrent(IterationInProgress.NOT_BEGUN);
  }

  /** To the start of the iteration after the one in the status. */
  public static Decision nextIteration(Situation s, SpinRunStatus status) {
    int next = s.iteration() + 1;
    SpinRunStatus then =
        between(status)
            .withCurrent(c -> c.started(s.now()))
            .withIteration(next)
            .withFinishedAt(null)
            .withClock(s.clock().withStageActiveSince(null))
            .withFailures(s.status().failures().startOver());
    return Decision.of(then, starting(s, next)).lookAgainIn(Decision.SOON);
  }

  /** Until the first Job of an iteration is created. */
  public static Verdict starting(Situation s, int iteration) {
    return Verdict.running(
        Reason.ITERATION_STARTING,
        "Iteration %d of %d starts.".formatted(iteration, s.spec().iterations()));
  }

  /** To the first stage of an iteration, whose first attempt the status has numbered already. */
  public static SpinRunStatus begin(Situation s, SpinRunStatus status) {
    return enter(s, status, c -> c.enters(s.stage(), s.now()));
  }

  /** To the first attempt at the stage that follows, once the present one is done. */
  public static SpinRunStatus following(Situation s) {
    return GpuTime.useful(s, enter(s, s.status(), c -> c.following(s.sequence(), s.now())));
  }

  /** Back to the stage that makes the candidate. */
  public static SpinRunStatus makeAgain(Situation s) {
    return enter(s, s.status(), c -> c.makingAgain(s.sequence(), s.now()));
  }

  /**
   * With the plan of the iteration amended. With another seed it may read other examples of the
   * data set; those that are not encoded yet, or have no image, get that first.
   */
  public static SpinRunStatus amended(
      Situation s, SpinRunStatus status, UnaryOperator<IterationInProgress> amendment) {
    SpinRunStatus next = status.withCurrent(amendment);
    Optional<Stage> first =
        next.current().hasOtherSeed(status.current()) ? firstForOthers(s) : Optional.empty();
    return first.map(stage -> enter(s, next, c -> c.enters(stage, s.now()))).orElse(next);
  }

  /** The stage that another seed's examples need first, if it reads other ones at all. */
  private static Optional<Stage> firstForOthers(Situation s) {
    FrozenPlan plan = s.facts().plan();
    PreparedReference prepared = s.facts().prepared();
    if (prepared == null || plan == null) {
      return Optional.of(Stage.PREPARE);
    }
    if (plan.plan().reading().readsAll(prepared.examples())) {
      return Optional.empty();
    }
    return prepared.coversAll()
        ? s.sequence().stream().filter(stage -> stage == Stage.GENERATE).findFirst()
        : Optional.of(Stage.PREPARE);
  }

  private static SpinRunStatus enter(
      Situation s, SpinRunStatus status, UnaryOperator<IterationInProgress> move) {
    return status.withCurrent(move).withClock(s.clock().withStageActiveSince(s.now()));
  }

  /** Records that the Job of the stage and attempt in that status is there. */
  public static Decision started(Situation s, SpinRunStatus status, Action... actions) {
    Stage stage = Names.stage(s.spec(), status);
    String job = Names.job(s.run(), status.iteration(), stage, status.current().attempt());
    SpinRunStatus next =
        status.withCurrent(c -> c.jobStarted(job)).withTotals(status.totals().plusAttempt());
    return Decision.of(
        Estimates.updated(s, next),
        Verdict.running(
            Reason.STAGE_STARTING,
            "%s of iteration %d starts as Job %s.".formatted(stage.title(), s.iteration(), job)),
        actions);
  }
}

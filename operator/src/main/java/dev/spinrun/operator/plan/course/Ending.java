package dev.spinrun.operator.plan.course;

import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.GpuTime;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Jobs;
import dev.spinrun.operator.resource.ManualRequest;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways in which a run ends without having promoted all that was wanted. */
public final class Ending {
  private Ending() {}

  /** The iteration in progress failed, and the run with it. */
  public static Decision failed(Situation s, Reason reason, String message) {
    return failed(s, s.status().failures(), reason, message);
  }

  /** The same with the failures that led to it. */
  public static Decision failed(Situation s, Failures failures, Reason reason, String message) {
    return end(s, Outcome.Result.FAILED, failures, Phase.FAILED, reason, withWayOn(message));
  }

  /** Whoever reads why a run failed reads how it goes on. */
  private static String withWayOn(String message) {
    String annotation = ManualRequest.Action.RETRY.annotation();
    return message.contains(annotation)
        ? message
        : "%s To go on once that is mended, set the annotation %s to a value that it has not had."
            .formatted(message, annotation);
  }

  /** The candidate was measured and not taken. */
  public static Decision rejected(Situation s, Phase phase, Reason reason, String message) {
    return end(s, Outcome.Result.REJECTED, s.status().failures(), phase, reason, message);
  }

  private static Decision end(
      Situation s,
      Outcome.Result result,
      Failures failures,
      Phase phase,
      Reason reason,
      String message) {
    SpinRunStatus next =
        Results.append(s, GpuTime.lost(s, s.status()), result, null, s.nowInSeconds())
            .withFailures(failures)
            .withCurrent(c -> c.withRetryAt(null))
            .withFinishedAt(null);
    // The Job of a failure stays, for its log; one that still works must not go on.
    List<Action> actions = new ArrayList<>();
    Optional<Job> working = s.job().filter(job -> !Jobs.isFinished(job));
    working.ifPresent(job -> actions.add(new Action.Delete(job.getMetadata().getName())));
    return Decision.of(next, new Verdict(phase, reason, message)).withActions(actions);
  }

  /** After the promotion of the last iteration that is wanted. */
  public static Verdict succeeded(int iterations) {
    return new Verdict(
        Phase.SUCCEEDED,
        Reason.ALL_ITERATIONS_PROMOTED,
        "All %d iterations are promoted.".formatted(iterations));
  }
}

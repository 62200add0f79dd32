package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Jobs;
import dev.spinrun.operator.resource.Labels;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/**
 * A run that is told to stop has no pods. Its Job is suspended and goes on later; a Job that a
 * queue manages is left behind instead, because the queue would start it again.
 */
public final class SuspensionPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    if (!s.spec().suspend()) {
      return Optional.empty();
    }
    SpinRunStatus next = s.status();
    Optional<Job> job = s.job();
    if (job.isPresent() && isToBeLeft(job.get())) {
      return Optional.of(
          suspending(s, next.withCurrent(IterationInProgress::tryingAgain))
              .lookAgainIn(Decision.SOON));
    }
    if (job.isPresent() && !Jobs.isFinished(job.get()) && !Jobs.isSuspended(job.get())) {
      return Optional.of(
          suspending(s, next, new Action.Suspend(job.get().getMetadata().getName(), true)));
    }
    return Optional.of(
        s.observed().pods().stream().anyMatch(Jobs::isAlive)
            ? suspending(s, next)
            : Decision.of(
                next,
                new Verdict(
                    Phase.SUSPENDED,
                    Reason.SUSPENDED,
                    "No pod is running. Set spec.suspend to false to go on.")));
  }

  /**
   * A pod that was killed before it could commit fails its Job. It was told to stop: the next
   * attempt goes on from its last checkpoint, and no budget is charged.
   */
  private static boolean isToBeLeft(Job job) {
    return Jobs.isFinished(job) ? Jobs.isFailed(job) : Labels.isQueued(job);
  }

  private static Decision suspending(Situation s, SpinRunStatus next, Action... actions) {
    long pods = s.observed().pods().stream().filter(Jobs::isAlive).count();
    return Decision.of(
        next,
        new Verdict(
            Phase.SUSPENDING,
            Reason.SUSPENDING,
            pods == 0
                ? "The Job is being suspended."
                : "%d %s stopping; training commits a checkpoint first."
                    .formatted(pods, pods == 1 ? "pod is" : "pods are")),
        actions);
  }
}

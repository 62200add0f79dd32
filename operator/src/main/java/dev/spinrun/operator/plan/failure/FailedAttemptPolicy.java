package dev.spinrun.operator.plan.failure;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Jobs;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;

/** The attempt in progress has failed: its Job, its Job's existence, or its start. */
public final class FailedAttemptPolicy implements Policy {
  @Override
  public Optional<Decision> decide(Situation s) {
    if (!s.isStarted() || s.stage() == Stage.PROMOTE) {
      return Optional.empty();
    }
    Optional<Job> job = s.job();
    if (job.isEmpty()) {
      // Created and recorded, and the API server no longer has it.
      return Optional.ofNullable(s.current().job())
          .map(
              name ->
                  Retries.failed(
                      s,
                      new Diagnosis(
                          FailureClass.INFRASTRUCTURE,
                          "Job " + name + " was deleted before it was done.")));
    }
    if (Jobs.isFailed(job.get())) {
      return Optional.of(Retries.failed(s, Diagnosis.of(job.get(), s.podsOf(job.get()))));
    }
    return PodTrouble.tooLong(s, job.get()).map(diagnosis -> Retries.failed(s, diagnosis));
  }
}

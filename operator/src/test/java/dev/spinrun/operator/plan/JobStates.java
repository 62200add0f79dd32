package dev.spinrun.operator.plan;

import dev.spinrun.operator.resource.StageJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** What may become of a Job. */
final class JobStates {
  private JobStates() {}

  /** As the API server has it, with its name for a uid. */
  static Job known(StageJob made) {
    Job job = made.build();
    job.getMetadata().setUid(job.getMetadata().getName());
    return job;
  }

  static UnaryOperator<Job> suspended() {
    return job -> new JobBuilder(job).editSpec().withSuspend(true).endSpec().build();
  }

  static UnaryOperator<Job> ended(String type, String reason, Instant at) {
    return job ->
        new JobBuilder(job)
            .withStatus(
                new JobStatusBuilder()
                    .addNewCondition()
                    .withType(type)
                    .withStatus("True")
                    .withReason(reason)
                    .withMessage("Job has reached the specified backoff limit")
                    .withLastTransitionTime(at.toString())
                    .endCondition()
                    .build())
            .build();
  }
}

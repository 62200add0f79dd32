package dev.spinrun.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleJobTest {
  private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant ENDED = CREATED.plusSeconds(100);
  private static final Job JOB =
      new JobBuilder()
          .withNewMetadata()
          .withName("train")
          .withCreationTimestamp(CREATED.toString())
          .endMetadata()
          .withNewSpec()
          .endSpec()
          .build();

  private static PodBuilder pod(String job, String phase) {
    return new PodBuilder()
        .withNewMetadata()
        .addToLabels(Jobs.JOB_NAME_LABEL, job)
        .endMetadata()
        .withNewStatus()
        .withPhase(phase)
        .endStatus();
  }

  private static Pod ended(String job) {
    return pod(job, "Succeeded")
        .editStatus()
        .addNewContainerStatus()
        .withNewState()
        .withNewTerminated()
        .withFinishedAt(ENDED.toString())
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  @Test
  void aJobWithoutPodsIsIdleSinceItsCreation() {
    assertThat(Jobs.idleSince(JOB, List.of(ended("another")))).hasValue(CREATED);
  }

  @Test
  void aJobWhosePodsHaveEndedIsIdleSinceThen() {
    assertThat(Jobs.idleSince(JOB, List.of(ended("train")))).hasValue(ENDED);
  }

  @Test
  void aPodThatWorksOrWaitsKeepsItFromBeingIdle() {
    for (String phase : List.of("Pending", "Running")) {
      assertThat(Jobs.idleSince(JOB, List.of(ended("train"), pod("train", phase).build())))
          .isEmpty();
    }
  }

  @Test
  void aSuspendedJobShouldHaveNoPods() {
    Job suspended = new JobBuilder(JOB).editSpec().withSuspend(true).endSpec().build();
    assertThat(Jobs.idleSince(suspended, List.of())).isEmpty();
    assertThat(Jobs.idleSince(suspended, List.of(ended("train")))).hasValue(ENDED);
  }

  @Test
  void whatIsOverIsNotIdle() {
    Job complete =
        new JobBuilder(JOB)
            .withNewStatus()
            .addNewCondition()
            .withType("Complete")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build();
    assertThat(Jobs.idleSince(complete, List.of(ended("train")))).isEmpty();
  }
}

package dev.spinrun.operator.act;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.operator.plan.decision.Reason;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server answers, as people read it. */
class RefusedExceptionTest {
  private static RefusedException refused(int code, String message) {
    return new RefusedException(
        Reason.FAILED_CREATE,
        "Job castle cannot be created",
        new KubernetesClientException(
            "Failure executing: POST at: https://10.0.0.1/apis",
            code,
            message == null ? null : new StatusBuilder().withMessage(message).build()));
  }

  @Test
  void theSentenceIsTheServersOwn() {
    assertThat(
            refused(403, "jobs.batch \"castle\" is forbidden: exceeded quota: gpus")
                .obstacle()
                .message())
        .isEqualTo(
            "Job castle cannot be created: jobs.batch \"castle\" is forbidden: exceeded quota: gpus."
                + " It is tried again until it succeeds: correct the spec, a quota or a policy.");
  }

  @Test
  void withoutASentenceTheCodeIsTold() {
    assertThat(refused(500, null).obstacle().message())
        .startsWith("Job castle cannot be created: the API server answers 500. ");
    assertThat(refused(0, null).obstacle().message())
        .startsWith("Job castle cannot be created: the API server does not answer. ");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 413, 422})
  void whatIsRefusedStaysRefused(int code) {
    assertThat(refused(code, "no").passing()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 401, 408, 409, 429, 500, 502, 503, 504})
  void whatFailsMayPass(int code) {
    assertThat(refused(code, "no").passing()).isNotNull();
  }
}

package dev.spinrun.operator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.SpinRuns;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.runstore.network.NetworkSettings;
import dev.spinrun.runstore.object.StoreException;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(crud = true)
class SecretStoreOpenerTest {
  KubernetesClient client;
  KubernetesMockServer server;

  private final StoreQuestion question =
      StoreQuestion.of(SpinRuns.of(SpinRuns.SMALL), SpinRunStatus.initial());

  private void secret(String... keys) {
    SecretBuilder secret =
        new SecretBuilder().withNewMetadata().withName("s3").withNamespace("ml").endMetadata();
    for (String key : keys) {
      secret.addToData(
          key, Base64.getEncoder().encodeToString("hidden".getBytes(StandardCharsets.UTF_8)));
    }
    client.resource(secret.build()).create();
  }

  private StoreException failure() {
    return catchThrowableOfType(
        StoreException.class,
        () -> new SecretStoreOpener(client, NetworkSettings.DIRECT).open(question));
  }

  @Test
  void aSecretThatIsMissingIsNamedWithTheKeysThatItNeeds() {
    assertThat(failure().kind()).isEqualTo(StoreFailure.CREDENTIALS_SECRET_MISSING);
    assertThat(failure())
        .hasMessage(
            "Secret ml/s3, which spec.storage.credentialsSecret names, is not there. Create it with"
                + " the keys AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
  }

  private void answerWith(int status) {
    client.getConfiguration().setRequestRetryBackoffLimit(0);
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/ml/secrets/s3")
        .andReturn(status, "ATTACKER")
        .always();
  }

  @Test
  void aSecretThatMayNotBeReadIsToldApartFromOneThatIsMissing() {
    answerWith(403);
    assertThat(failure().kind()).isEqualTo(StoreFailure.CREDENTIALS_SECRET_MISSING);
    assertThat(failure())
        .hasMessage(
            "Secret ml/s3 may not be read by the operator (HTTP 403). Give its ServiceAccount the"
                + " right to get it.");
  }

  /** Nothing is given up for it: a deletion waits, too. */
  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void aServerInTroubleIsWaitedFor(int status) {
    answerWith(status);
    assertThat(failure().kind()).isEqualTo(StoreFailure.UNREACHABLE);
    assertThat(failure())
        .hasMessage(
            "Secret ml/s3 cannot be read: the Kubernetes API server gives HTTP %d. It is asked"
                + " again.",
            status);
  }

  @Test
  void aServerThatIsGoneIsWaitedFor() {
    client.getConfiguration().setRequestRetryBackoffLimit(0);
    server.shutdown();
    assertThat(failure().kind()).isEqualTo(StoreFailure.UNREACHABLE);
    assertThat(failure()).hasMessageContaining("the Kubernetes API server gives no answer");
  }

  @Test
  void aSecretWithOneKeyIsInvalidAndItsValueIsNotTold() {
    secret("AWS_ACCESS_KEY_ID");
    assertThat(failure().kind()).isEqualTo(StoreFailure.CREDENTIALS_SECRET_INVALID);
    assertThat(failure()).hasMessageContaining("ml/s3").hasMessageNotContaining("hidden");
  }

  @Test
  void aSecretWithBothKeysOpensTheStoreWithoutContactingIt() {
    secret("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
    try (OpenStore open = new SecretStoreOpener(client, NetworkSettings.DIRECT).open(question)) {
      assertThat(open.store().root()).hasToString("s3://bucket/runs");
    }
  }
}

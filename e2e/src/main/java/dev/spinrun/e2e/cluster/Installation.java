package dev.spinrun.e2e.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator as a user installs it, with the images of this build. */
public final class Installation {
  /** Namespace of the operator in install.yaml. */
  public static final String NAMESPACE = "spinrun-system";

  /** Name of its Deployment. */
  public static final String DEPLOYMENT = "spinrun-operator";

  private static final String TRAINER_IMAGE_VARIABLE = "SPINRUN_TRAINER_IMAGE";
  private static final int READY_SECONDS = 120;

  private Installation() {}

  /** Applies install.yaml and waits until the operator is ready. */
  public static void apply(KubernetesClient client) {
    try (InputStream in = Files.newInputStream(Environment.inRepository("charts/install.yaml"))) {
      apply(client, client.load(in).items(), NAMESPACE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Applies manifests with the operator in this namespace and waits until it is ready. */
  public static void apply(KubernetesClient client, List<HasMetadata> manifests, String namespace) {
    for (HasMetadata manifest : manifests) {
      if (manifest instanceof Deployment deployment) {
        useImagesOfThisBuild(deployment);
      }
      client.resource(manifest).serverSideApply();
    }
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(DEPLOYMENT)
        .waitUntilReady(READY_SECONDS, TimeUnit.SECONDS);
  }

  private static void useImagesOfThisBuild(Deployment deployment) {
    Container operator = deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    operator.setImage(Environment.operatorImage());
    EnvVar trainer =
        operator.getEnv().stream()
            .filter(variable -> variable.getName().equals(TRAINER_IMAGE_VARIABLE))
            .findAny()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "charts/install.yaml sets no " + TRAINER_IMAGE_VARIABLE));
    trainer.setValue(Environment.trainerImage());
  }
}

package dev.spinrun.e2e.rights;

import com.marcnuri.helm.Helm;
import dev.spinrun.e2e.cluster.Environment;
import dev.spinrun.e2e.cluster.Installation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The chart, installed for one namespace without any right in others. */
record TeamInstallation(KubernetesClient client, List<HasMetadata> manifests)
    implements AutoCloseable {
  /** Where the operator itself is. */
  static final String NAMESPACE = "team-system";

  /** Installs an operator that looks after one namespace. The CRD is there already. */
  static TeamInstallation watching(KubernetesClient client, String namespace) {
    String yaml =
        new Helm(Environment.inRepository("charts/spinrun"))
            .template()
            .withName("spinrun")
            .withNamespace(NAMESPACE)
            .withKubeVersion(client.getKubernetesVersion().getGitVersion())
            .set("watchNamespaces[0]", namespace)
            .set("crds.install", false)
            .call();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    List<HasMetadata> manifests =
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).items();
    Installation.apply(client, manifests, NAMESPACE);
    return new TeamInstallation(client, manifests);
  }

  @Override
  public void close() {
    client.resourceList(manifests).delete();
  }
}

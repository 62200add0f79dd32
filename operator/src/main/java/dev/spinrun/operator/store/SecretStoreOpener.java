package dev.spinrun.operator.store;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.network.NetworkSettings;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.StoreException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens stores with the credentials of the Secret that a run names. Secrets are read one by one and
 * never watched: the operator needs no right to list them.
 */
public final class SecretStoreOpener implements StoreOpener {
  private static final List<String> KEYS =
      List.of(Credentials.ACCESS_KEY_ID, Credentials.SECRET_ACCESS_KEY, Credentials.SESSION_TOKEN);

  private final KubernetesClient client;
  private final NetworkSettings network;
  private final SharedStores shared = new SharedStores();

  /** Reads Secrets through this client, and stores over this network. */
  public SecretStoreOpener(KubernetesClient client, NetworkSettings network) {
    this.client = client;
    this.network = network;
  }

  @Override
  public OpenStore open(StoreQuestion question) {
    Storage storage = question.storage();
    return shared.open(
        StoreSettings.brief(storage.endpoint(), storage.region(), credentials(question))
            .withNetwork(network),
        storage.uri());
  }

  private @Nullable Credentials credentials(StoreQuestion question) {
    String name = question.credentialsSecret();
    if (name == null) {
      return null;
    }
    String namespace = question.layout().namespace();
    Secret secret = read(namespace, name);
    try {
      return Credentials.from(variables(secret))
          .orElseThrow(() -> new IllegalArgumentException("it has neither key"));
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreFailure.CREDENTIALS_SECRET_INVALID,
          "Secret %s/%s gives no credentials (%s). It needs the keys %s and %s."
              .formatted(
                  namespace,
                  name,
                  e.getMessage(),
                  Credentials.ACCESS_KEY_ID,
                  Credentials.SECRET_ACCESS_KEY));
    }
  }

  private static Map<String, String> variables(Secret secret) {
    Map<String, String> variables = new HashMap<>();
    if (secret.getData() != null) {
      for (String key : KEYS) {
        String value = secret.getData().getOrDefault(key, "");
        variables.put(
            key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip());
      }
    }
    return variables;
  }

  private Secret read(String namespace, String name) {
    Secret secret;
    try {
      secret = client.secrets().inNamespace(namespace).withName(name).get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new StoreException(
            StoreFailure.CREDENTIALS_SECRET_MISSING,
            "Secret %s/%s may not be read by the operator (HTTP 403). Give its ServiceAccount the right to get it."
                .formatted(namespace, name));
      }
      // Any other answer is the API server's trouble and passes: nothing is given up for it.
      throw new StoreException(
          StoreFailure.UNREACHABLE,
          "Secret %s/%s cannot be read: the Kubernetes API server gives %s. It is asked again."
              .formatted(namespace, name, e.getCode() <= 0 ? "no answer" : "HTTP " + e.getCode()));
    }
    if (secret == null) {
      throw new StoreException(
          StoreFailure.CREDENTIALS_SECRET_MISSING,
          "Secret %s/%s, which spec.storage.credentialsSecret names, is not there. Create it with the keys %s and %s."
              .formatted(
                  namespace, name, Credentials.ACCESS_KEY_ID, Credentials.SECRET_ACCESS_KEY));
    }
    return secret;
  }
}

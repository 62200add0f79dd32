package dev.spinrun.e2e.bench;

import dev.spinrun.runstore.credentials.Credentials;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The SpinRuns of a bench, spread over namespaces. */
final class BenchRuns {
  static final String BUCKET = "bench";
  static final String STORAGE = "s3://" + BUCKET + "/runs";

  private static final int ITERATIONS = 3;
  private static final int NAMESPACES = 10;
  private static final int HANDS = 8;
  private static final String SECRET = "s3";

  private final KubernetesClient client;
  private final String endpoint;
  private final Credentials credentials;

  BenchRuns(KubernetesClient client, String endpoint, Credentials credentials) {
    this.client = client;
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  /** Makes the namespaces. */
  void prepare() {
    for (int i = 0; i < NAMESPACES; i++) {
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace(i)).endMetadata().build())
          .create();
      client
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName(SECRET)
                  .withNamespace(namespace(i))
                  .endMetadata()
                  .withStringData(
                      Map.of(
                          Credentials.ACCESS_KEY_ID, credentials.accessKeyId(),
                          Credentials.SECRET_ACCESS_KEY, credentials.secretAccessKey()))
                  .build())
          .create();
    }
  }

  private static String namespace(int i) {
    return "bench-" + i % NAMESPACES;
  }

  /** Creates the runs as fast as the API server takes them. */
  void create(int runs) throws InterruptedException, ExecutionException {
    ExecutorService hands = Executors.newFixedThreadPool(HANDS);
    List<Future<?>> created = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      int number = i;
      created.add(hands.submit(() -> client.resource(run(number)).create()));
    }
    for (Future<?> run : created) {
      run.get();
    }
    hands.shutdown();
  }

  /** As a user writes it: the types of Java would send what is left out as zeros. */
  private GenericKubernetesResource run(int number) {
    return client
        .getKubernetesSerialization()
        .unmarshal(
            """
            apiVersion: spinrun.dev/v1alpha1
            kind: SpinRun
            metadata: {name: run-%d, namespace: %s}
            spec:
              iterations: %d
              storage: {uri: '%s', endpoint: '%s', region: us-east-1, credentialsSecret: %s}
              model: {uri: s3://bench/model}
              data: {uri: s3://bench/data, resolution: 64}
              train: {steps: 4, batchSize: 4, microBatchSize: 2}
              evaluate:
                prompts: s3://bench/prompts.jsonl
                scorers: [{name: ClipScore, uri: 's3://bench/clip'}]
            """
                .formatted(number, namespace(number), ITERATIONS, STORAGE, endpoint, SECRET),
            GenericKubernetesResource.class);
  }
}

package dev.spinrun.e2e.cluster;

import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The example examples/quickstart in a namespace with a MinIO of its own. */
public final class Quickstart implements AutoCloseable {
  private static final String BUCKET = "spinrun";
  private static final String RUNS = "s3://" + BUCKET + "/runs";
  private static final String RESTRICTED = "pod-security.kubernetes.io/enforce";

  private final KubernetesClient client;
  private final String namespace;
  private final Minio minio;

  private Quickstart(KubernetesClient client, String namespace, Minio minio) {
    this.client = client;
    this.namespace = namespace;
    this.minio = minio;
  }

  /**
   * Makes the namespace, which admits restricted pods only, and brings model, data and scorer into
   * its store.
   */
  public static Quickstart install(KubernetesClient client, String namespace) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .withLabels(Map.of(RESTRICTED, "restricted"))
                .endMetadata()
                .build())
        .serverSideApply();
    Minio minio = Minio.install(client, namespace);
    minio.makeBucket(BUCKET);
    for (String folder : List.of("model", "data", "scorer")) {
      minio.upload(
          Environment.inRepository("examples/quickstart/" + folder),
          "s3://" + BUCKET + "/quickstart/" + folder);
    }
    return new Quickstart(client, namespace, minio);
  }

  /** The example's SpinRun, not yet applied. */
  public SpinRun manifest() {
    try {
      SpinRun run =
          client
              .getKubernetesSerialization()
              .unmarshal(
                  Files.readString(Environment.inRepository("examples/quickstart/spinrun.yaml"))
                      .replace("minio.quickstart.svc", "minio." + namespace + ".svc"),
                  SpinRun.class);
      run.getMetadata().setNamespace(namespace);
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a run has left in the store. */
  public RunResults results(SpinRun run) {
    return new RunResults(
        minio.at(RUNS),
        new RunLayout(
            run.getMetadata().getNamespace(),
            run.getMetadata().getName(),
            run.getMetadata().getUid()));
  }

  /** The store's server. */
  public Minio minio() {
    return minio;
  }

  /** Where everything is. */
  public String namespace() {
    return namespace;
  }

  /** Writes a picture of an iteration below the folder and returns its path. */
  public Path gallery(RunResults results, int iteration, Path folder) {
    Path file = folder.resolve("gallery-%d.png".formatted(iteration));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    results.downloadGallery(iteration, file);
    return file;
  }

  @Override
  public void close() throws IOException {
    minio.close();
  }
}

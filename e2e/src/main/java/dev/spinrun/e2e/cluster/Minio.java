package dev.spinrun.e2e.cluster;

import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The quickstart's MinIO in a namespace, reached from here through a port-forward. */
public final class Minio implements AutoCloseable {
  /** As examples/quickstart/minio.yaml has them. */
  private static final Credentials CREDENTIALS =
      new Credentials("quickstart", "quickstart-secret", null);

  private static final String REGION = "us-east-1";
  private static final int PORT = 9000;
  private static final int READY_SECONDS = 120;

  private final LocalPortForward forward;
  private final ObjectStores stores;

  private Minio(LocalPortForward forward) {
    this.forward = forward;
    this.stores = new ObjectStores(StoreSettings.brief(endpoint(), REGION, CREDENTIALS));
  }

  /** Installs it and waits until it answers. */
  public static Minio install(KubernetesClient client, String namespace) {
    List<HasMetadata> manifests = client.load(open("examples/quickstart/minio.yaml")).items();
    for (HasMetadata manifest : manifests) {
      if (manifest instanceof Deployment deployment) {
        deployment
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .setImage(Environment.minioImage());
      }
      client.resource(manifest).inNamespace(namespace).serverSideApply();
    }
    client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("minio")
        .waitUntilReady(READY_SECONDS, TimeUnit.SECONDS);
    return new Minio(client.services().inNamespace(namespace).withName("minio").portForward(PORT));
  }

  private static InputStream open(String path) {
    try {
      return Files.newInputStream(Environment.inRepository(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String endpoint() {
    return "http://127.0.0.1:" + forward.getLocalPort();
  }

  /** Makes a bucket. */
  public void makeBucket(String name) {
    try (MinioClient client =
        MinioClient.builder()
            .endpoint(endpoint())
            .credentials(CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())
            .build()) {
      client.makeBucket(MakeBucketArgs.builder().bucket(name).build());
    } catch (Exception e) {
      throw new IllegalStateException("bucket " + name + " cannot be made", e);
    }
  }

  /** A folder in it. */
  public ObjectStore at(String uri) {
    return stores.at(uri);
  }

  /** Copies a local folder into the store. */
  public void upload(Path folder, String uri) {
    ObjectStore store = at(uri);
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> store.upload(folder.relativize(file).toString(), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    stores.close();
    forward.close();
  }
}

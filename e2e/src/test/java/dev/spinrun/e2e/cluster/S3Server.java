package dev.spinrun.e2e.cluster;

import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.RemoveBucketArgs;
import io.minio.errors.MinioException;
import java.util.Map;
import java.util.TreeMap;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A MinIO in a container beside the cluster, reached from here without a detour. */
public final class S3Server implements AutoCloseable {
  /** The bucket that is there from the start. */
  public static final String BUCKET = "spinrun";

  private static final String REGION = "us-east-1";
  private static final int PORT = 9000;
  private static final String DATA = "/data";
  private static final int MAX_BYTES = 1 << 20;

  private final GenericContainer<?> container;
  private final Credentials credentials;
  private final ObjectStores stores;

  private S3Server(GenericContainer<?> container, Credentials credentials) {
    this.container = container;
    this.credentials = credentials;
    this.stores = new ObjectStores(StoreSettings.patient(endpoint(), REGION, credentials));
  }

  /** Starts one with plenty of room, in memory: what a test writes need not survive it. */
  public static S3Server start() {
    return start("1g");
  }

  /** Starts one with this much room, for example {@code 64m}. */
  public static S3Server start(String room) {
    return start(room, new Credentials("fault-tests", "fault-tests-secret", null));
  }

  /** Starts one that accepts these credentials alone. */
  @SuppressWarnings("resource") // closed by close()
  public static S3Server start(String room, Credentials credentials) {
    GenericContainer<?> container =
        new GenericContainer<>(Environment.minioImage())
            .withEnv(
                Map.of(
                    "MINIO_ROOT_USER", credentials.accessKeyId(),
                    "MINIO_ROOT_PASSWORD", credentials.secretAccessKey(),
                    "MINIO_REGION", REGION))
            .withTmpFs(Map.of(DATA, "rw,size=" + room))
            .withCommand("server", DATA)
            .withExposedPorts(PORT)
            .waitingFor(Wait.forHttp("/minio/health/ready"));
    container.start();
    S3Server server = new S3Server(container, credentials);
    server.makeBucket();
    return server;
  }

  /** Its URL, as seen from this process. */
  public String endpoint() {
    return "http://" + container.getHost() + ":" + container.getMappedPort(PORT);
  }

  /** Its address, as seen from another container. */
  public String inside() {
    return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
            .findFirst()
            .orElseThrow()
            .getIpAddress()
        + ":"
        + PORT;
  }

  /** Credentials with all rights. */
  public Credentials credentials() {
    return credentials;
  }

  /** Makes the bucket. */
  public void makeBucket() {
    administer(client -> client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build()));
  }

  /** Removes the bucket, which must be empty. */
  public void removeBucket() {
    administer(client -> client.removeBucket(RemoveBucketArgs.builder().bucket(BUCKET).build()));
  }

  /** Something that an operator of stores does. */
  private interface Administration {
    void by(MinioClient client) throws MinioException;
  }

  private void administer(Administration task) {
    try (MinioClient client =
        MinioClient.builder()
            .endpoint(endpoint())
            .credentials(credentials.accessKeyId(), credentials.secretAccessKey())
            .build()) {
      task.by(client);
    } catch (Exception e) {
      throw new IllegalStateException("bucket " + BUCKET + " at " + endpoint(), e);
    }
  }

  /** All objects of the bucket, with their content. */
  public Map<String, byte[]> backUp() {
    ObjectStore bucket = at("s3://" + BUCKET);
    Map<String, byte[]> backup = new TreeMap<>();
    bucket.list("").forEach(o -> backup.put(o.key(), bucket.read(o.key(), MAX_BYTES)));
    return backup;
  }

  /** Puts objects where they were. */
  public void restore(Map<String, byte[]> backup) {
    ObjectStore bucket = at("s3://" + BUCKET);
    backup.forEach(bucket::write);
  }

  /** A folder in it. */
  public ObjectStore at(String uri) {
    return stores.at(uri);
  }

  @Override
  public void close() {
    stores.close();
    container.stop();
  }
}

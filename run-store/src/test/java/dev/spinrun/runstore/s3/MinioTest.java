package dev.spinrun.runstore.s3;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The contract against a real MinIO server; its image is given by SPINRUN_MINIO_IMAGE. */
@Tag("docker")
class MinioTest extends S3Contract {
  private static final int PORT = 9000;

  @SuppressWarnings("resource") // closed in stop()
  private static final GenericContainer<?> MINIO =
      new GenericContainer<>(
              Objects.requireNonNullElse(
                  System.getenv("SPINRUN_MINIO_IMAGE"), "minio/minio:RELEASE.2025-09-07T16-13-09Z"))
          .withEnv(
              Map.of(
                  "MINIO_ROOT_USER", CREDENTIALS.accessKeyId(),
                  "MINIO_ROOT_PASSWORD", CREDENTIALS.secretAccessKey(),
                  "MINIO_REGION", REGION))
          .withCommand("server", "/data")
          .withExposedPorts(PORT)
          .waitingFor(Wait.forHttp("/minio/health/ready"));

  @BeforeAll
  static void start() {
    MINIO.start();
  }

  @AfterAll
  static void stop() {
    MINIO.stop();
  }

  @Override
  URI endpoint() {
    return URI.create("http://" + MINIO.getHost() + ":" + MINIO.getMappedPort(PORT));
  }
}

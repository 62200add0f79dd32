package dev.spinrun.runstore.s3;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract against a second implementation of S3; the program's path is the system property
 * {@code versitygw}.
 */
@Tag("versitygw")
class VersitygwTest extends S3Contract {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  @TempDir static Path folder;
  private static Process server;
  private static URI endpoint;

  @BeforeAll
  static void start() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    endpoint = URI.create("http://127.0.0.1:" + port);
    Path data = Files.createDirectories(folder.resolve("data"));
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("versitygw"),
            "--port",
            "127.0.0.1:" + port,
            "--region",
            REGION,
            "--health",
            "/health",
            "--quiet",
            "posix",
            data.toString());
    builder.environment().put("ROOT_ACCESS_KEY", CREDENTIALS.accessKeyId());
    builder.environment().put("ROOT_SECRET_KEY", CREDENTIALS.secretAccessKey());
    server =
        builder.redirectOutput(folder.resolve("log").toFile()).redirectErrorStream(true).start();
    awaitHealthy();
  }

  private static void awaitHealthy() throws IOException {
    Instant deadline = Instant.now().plus(START_TIMEOUT);
    while (Instant.now().isBefore(deadline)) {
      try {
        HttpURLConnection health =
            (HttpURLConnection) endpoint.resolve("/health").toURL().openConnection();
        if (health.getResponseCode() == HttpURLConnection.HTTP_OK) {
          return;
        }
      } catch (IOException e) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
    throw new IllegalStateException(
        "versitygw did not start: " + Files.readString(folder.resolve("log")));
  }

  @AfterAll
  static void stop() {
    server.destroy();
  }

  @Override
  URI endpoint() {
    return endpoint;
  }
}

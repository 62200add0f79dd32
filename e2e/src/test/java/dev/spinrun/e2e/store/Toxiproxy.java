package dev.spinrun.e2e.store;

import dev.spinrun.e2e.cluster.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** A Toxiproxy in a container: a way to one server that can be made long, narrow or broken. */
final class Toxiproxy implements AutoCloseable {
  private static final int ADMIN = 8474;
  private static final int PORT = 8666;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final GenericContainer<?> container;

  @SuppressWarnings("resource") // closed by close()
  private Toxiproxy(String upstream) {
    container =
        new GenericContainer<>(Environment.toxiproxyImage())
            .withExposedPorts(ADMIN, PORT)
            .waitingFor(Wait.forHttp("/version").forPort(ADMIN));
    container.start();
    post(
        "/proxies",
        """
        {"name": "store", "listen": "0.0.0.0:%d", "upstream": "%s"}"""
            .formatted(PORT, upstream));
  }

  /** The way to an address that containers can reach. */
  static Toxiproxy to(String upstream) {
    return new Toxiproxy(upstream);
  }

  /** URL of the near end. */
  String endpoint() {
    return "http://" + container.getHost() + ":" + container.getMappedPort(PORT);
  }

  /** Each reply comes later. */
  void slow(int milliseconds, int jitter) {
    toxic(
        "latency", "downstream", "\"latency\": %d, \"jitter\": %d".formatted(milliseconds, jitter));
  }

  /** So many kilobytes a second pass, each way. */
  void narrow(int kilobytes) {
    toxic("bandwidth", "upstream", "\"rate\": " + kilobytes);
    toxic("bandwidth", "downstream", "\"rate\": " + kilobytes);
  }

  /** Each connection ends when so many bytes were sent: in mid-request. */
  void cutRequestsAfter(int bytes) {
    toxic("limit_data", "upstream", "\"bytes\": " + bytes);
  }

  /** Requests arrive, replies do not. */
  void loseReplies() {
    toxic("limit_data", "downstream", "\"bytes\": 0");
  }

  /** Nothing answers. */
  void interrupt() {
    post("/proxies/store", "{\"enabled\": false}");
  }

  /** It leads elsewhere from now on. */
  void leadTo(String upstream) {
    post("/proxies/store", "{\"enabled\": true, \"upstream\": \"%s\"}".formatted(upstream));
  }

  /** All is well again. */
  void heal() {
    post("/reset", "");
  }

  private void toxic(String type, String stream, String attributes) {
    post(
        "/proxies/store/toxics",
        """
        {"name": "%s-%s", "type": "%s", "stream": "%s", "attributes": {%s}}"""
            .formatted(type, stream, type, stream, attributes));
  }

  private void post(String path, String body) {
    URI uri =
        URI.create(
            "http://%s:%d%s".formatted(container.getHost(), container.getMappedPort(ADMIN), path));
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build(),
              BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException("Toxiproxy refuses " + body + ": " + response.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Toxiproxy was told " + path, e);
    }
  }

  @Override
  public void close() {
    container.stop();
  }
}

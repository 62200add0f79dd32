package dev.spinrun.e2e.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spinrun.e2e.edge.EffectGate.Passage;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between one operator and the API server, on the wire: the operator's client is the one
 * that it has in production, with all its retries.
 */
public final class ApiProxy implements AutoCloseable {
  static {
    // Else each answer waits for the acknowledgement of the one before.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final List<String> PASSED_ON = List.of("Content-Type", "Accept", "User-Agent");

  private final URI target;
  private final HttpClient http;
  private final EffectGate gate;
  private final WatchFlow flow;
  private final ApiEffects effects = new ApiEffects();
  private final ExecutorService threads = Executors.newCachedThreadPool(ApiProxy::daemon);
  private final HttpServer server;

  /** Passes on to this API server what the gate lets pass, by a client that may do all. */
  public ApiProxy(URI target, HttpClient http, EffectGate gate, WatchFlow flow) {
    this.target = target;
    this.http = http;
    this.gate = gate;
    this.flow = flow;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    return thread;
  }

  /** How a client reaches it. */
  public Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
        // The server here speaks no WebSocket; the API server sends the same events either way.
        .withOnlyHttpWatches(true)
        .build();
  }

  /** Closing the exchange before an answer ends the connection. */
  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      byte[] body = exchange.getRequestBody().readAllBytes();
      Optional<String> effect = effects.of(method, exchange.getRequestURI().getPath(), body);
      Passage passage =
          effect.map(gate::ask).orElse(gate.isShut() ? Passage.REFUSED : Passage.PASS);
      switch (passage.kind()) {
        case PASS -> answer(exchange, send(exchange, body));
        case REPLY_LOST -> send(exchange, body).body().readAllBytes();
        case ANSWER -> refuse(exchange, passage.status());
        case REFUSED -> {}
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<InputStream> send(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    for (String header : PASSED_ON) {
      String value = exchange.getRequestHeaders().getFirst(header);
      if (value != null) {
        request.header(header, value);
      }
    }
    return http.send(request.build(), BodyHandlers.ofInputStream());
  }

  private void answer(HttpExchange exchange, HttpResponse<InputStream> response)
      throws IOException, InterruptedException {
    response
        .headers()
        .firstValue("Content-Type")
        .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    URI uri = exchange.getRequestURI();
    String query = uri.getQuery();
    if (query != null && query.contains("watch=true") && response.statusCode() == 200) {
      exchange.sendResponseHeaders(response.statusCode(), 0);
      String resource = uri.getPath().replaceFirst("^.*/", "");
      new WatchStream(resource, flow).copy(response.body(), exchange.getResponseBody(), threads);
      return;
    }
    byte[] content = response.body().readAllBytes();
    send(exchange, response.statusCode(), content);
  }

  private static void refuse(HttpExchange exchange, int code) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    String status =
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": %d,
         "reason": "Injected", "message": "injected by a test"}"""
            .formatted(code);
    send(exchange, code, status.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int code, byte[] content) throws IOException {
    exchange.sendResponseHeaders(code, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  /** From now on nothing passes, and what waits for an answer gets none. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.spinrun.runstore.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spinrun.contract.json.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hub with one data set, {@code acme/castles}, of one branch. Large files are sent by another
 * server, as the real hub does; connections may break.
 */
final class HubServer implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  static final String TOKEN = "hf_secret";

  private final HttpServer hub = server();
  private final HttpServer files = server();
  private final Map<String, byte[]> small = new TreeMap<>();
  private final Map<String, byte[]> large = new TreeMap<>();
  private final List<String> tokensSeenByFiles = Collections.synchronizedList(new ArrayList<>());
  private volatile int breakAfter = Integer.MAX_VALUE;
  private final AtomicInteger serverErrors = new AtomicInteger();

  HubServer() {
    hub.createContext("/", this::answer);
    files.createContext("/", this::send);
    hub.start();
    files.start();
  }

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String endpoint() {
    return address(hub);
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  HubServer small(String name, String content) {
    small.put(name, content.getBytes(UTF_8));
    return this;
  }

  HubServer large(String name, byte[] content) {
    large.put(name, content);
    return this;
  }

  /** Each connection for a large file ends after so many bytes. */
  void breakAfter(int bytes) {
    breakAfter = bytes;
  }

  /** The next so many requests are answered by an error of the server. */
  void failNext(int requests) {
    serverErrors.set(requests);
  }

  List<String> tokensSeenByFiles() {
    return tokensSeenByFiles;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (serverErrors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(503, -1);
      } else if (!("Bearer " + TOKEN)
          .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
      } else if (path.equals("/api/datasets/acme/castles/revision/main")) {
        respond(exchange, description());
      } else if (path.startsWith("/api/datasets/acme/castles/")) {
        refuse(exchange, "RevisionNotFound");
      } else if (path.startsWith("/api/")) {
        refuse(exchange, "RepoNotFound");
      } else {
        resolve(exchange, path.replace("/datasets/acme/castles/resolve/" + COMMIT + "/", ""));
      }
    }
  }

  private void resolve(HttpExchange exchange, String file) throws IOException {
    if (small.containsKey(file)) {
      respond(exchange, Objects.requireNonNull(small.get(file)));
    } else if (large.containsKey(file)) {
      exchange.getResponseHeaders().set("Location", address(files) + encoded("/" + file));
      exchange.sendResponseHeaders(302, -1);
    } else {
      refuse(exchange, "EntryNotFound");
    }
  }

  private static String encoded(String path) {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void refuse(HttpExchange exchange, String code) throws IOException {
    exchange.getResponseHeaders().set("X-Error-Code", code);
    exchange.sendResponseHeaders(404, -1);
  }

  private static void respond(HttpExchange exchange, byte[] content) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content);
  }

  /** As {@code git hash-object} prints it. */
  private static String blob(byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(("blob " + content.length + "\0").getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] description() throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode().put("sha", COMMIT);
    small.forEach(
        (name, content) ->
            json.withArray("siblings")
                .addObject()
                .put("rfilename", name)
                .put("size", content.length)
                .put("blobId", blob(content)));
    large.forEach(
        (name, content) ->
            json.withArray("siblings")
                .addObject()
                .put("rfilename", name)
                .put("size", content.length)
                .put("blobId", "blob-" + name)
                .putObject("lfs")
                .put("sha256", Sha256.of(content).substring("sha256:".length())));
    return json.toString().getBytes(UTF_8);
  }

  /** The other server: honours ranges, and hangs up where it is told to. */
  private void send(HttpExchange exchange) throws IOException {
    byte[] content =
        Objects.requireNonNull(large.get(exchange.getRequestURI().getPath().substring(1)));
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (token != null) {
      tokensSeenByFiles.add(token);
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    int length = content.length - from;
    exchange.sendResponseHeaders(from == 0 ? 200 : 206, length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(content, from, Math.min(length, breakAfter));
    } catch (IOException e) {
      // Closing a body that is too short is how this server hangs up.
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    hub.stop(0);
    files.stop(0);
  }
}

package dev.spinrun.runstore.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An S3 store of one bucket in this process, over a real socket: what its answers look like is as
 * with MinIO. It looks at access key and token alone, not at signatures, and knows no parts.
 */
public final class S3Server implements AutoCloseable {
  /** The one bucket. */
  public static final String BUCKET = "bucket";

  private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/");
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final int PAGE = 1000;

  private final HttpServer http;
  private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile String accessKey = "access";
  private volatile String rejection = "InvalidAccessKeyId";
  private volatile String mute = "";
  private volatile boolean conditional = true;

  /** Starts at any free port. */
  public S3Server() {
    this(plain());
  }

  /** Answers at this server, which it starts. */
  public S3Server(HttpServer http) {
    this.http = http;
    http.createContext("/", this::answer);
    http.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "s3-server");
              thread.setDaemon(true);
              return thread;
            }));
    http.start();
  }

  private static HttpServer plain() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return http.getAddress().getPort();
  }

  /** URL of this server. */
  public String endpoint() {
    return "http://127.0.0.1:" + port();
  }

  /** From now on this key counts alone, and others are rejected with this code. */
  public void accept(String key, String code) {
    accessKey = key;
    rejection = code;
  }

  /** Requests of this method are refused with this status, without a word why. */
  public void mute(String method) {
    mute = method;
  }

  /** From now on If-None-Match is not looked at. */
  public void ignoreConditions() {
    conditional = false;
  }

  /** What lies in the bucket, by key. */
  public Map<String, byte[]> objects() {
    return objects;
  }

  /** Method and path of all requests so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String method = exchange.getRequestMethod();
      requests.add(method + " " + exchange.getRequestURI());
      Matcher credential =
          CREDENTIAL.matcher(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      if (method.equals(mute)) {
        exchange.sendResponseHeaders(403, -1);
      } else if (!credential.find() || !credential.group(1).equals(accessKey)) {
        refuse(exchange, 403, rejection);
      } else {
        String path = exchange.getRequestURI().getPath().substring(1);
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        if (!bucket.equals(BUCKET)) {
          refuse(exchange, 404, "NoSuchBucket");
        } else if (key.isEmpty()) {
          bucket(exchange, body);
        } else {
          object(exchange, key, body);
        }
      }
    }
  }

  private void bucket(HttpExchange exchange, byte[] body) throws IOException {
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(200, -1);
    } else if (exchange.getRequestMethod().equals("POST")) {
      KEY.matcher(new String(body, UTF_8)).results().forEach(key -> objects.remove(key.group(1)));
      xml(exchange, 200, "<DeleteResult></DeleteResult>");
    } else if (query.startsWith("location")) {
      xml(exchange, 200, "<LocationConstraint></LocationConstraint>");
    } else {
      list(exchange, query);
    }
  }

  private void list(HttpExchange exchange, String query) throws IOException {
    String prefix = parameter(query, "prefix");
    String after = parameter(query, "continuation-token");
    List<Map.Entry<String, byte[]>> found =
        objects.entrySet().stream()
            .filter(o -> o.getKey().startsWith(prefix) && o.getKey().compareTo(after) > 0)
            .limit(PAGE + 1)
            .toList();
    boolean more = found.size() > PAGE;
    StringBuilder xml = new StringBuilder("<ListBucketResult><Name>" + BUCKET + "</Name>");
    xml.append("<Prefix>").append(prefix).append("</Prefix><MaxKeys>1000</MaxKeys>");
    xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
    List<Map.Entry<String, byte[]>> page = more ? found.subList(0, PAGE) : found;
    for (Map.Entry<String, byte[]> object : page) {
      xml.append("<Contents><Key>").append(object.getKey()).append("</Key><Size>");
      xml.append(object.getValue().length).append("</Size><ETag>&quot;e&quot;</ETag>");
      xml.append("<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>");
    }
    if (more) {
      xml.append("<NextContinuationToken>").append(page.get(PAGE - 1).getKey());
      xml.append("</NextContinuationToken>");
    }
    xml(exchange, 200, xml.append("</ListBucketResult>").toString());
  }

  private static String parameter(String query, String name) {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return pair.substring(name.length() + 1);
      }
    }
    return "";
  }

  private void object(HttpExchange exchange, String key, byte[] body) throws IOException {
    byte[] there = objects.get(key);
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        boolean creates = exchange.getRequestHeaders().containsKey("If-None-Match");
        if (creates && conditional && there != null) {
          refuse(exchange, 412, "PreconditionFailed");
        } else {
          objects.put(key, content(exchange, body));
          exchange.getResponseHeaders().set("ETag", "\"e\"");
          exchange.sendResponseHeaders(200, -1);
        }
      }
      case "DELETE" -> {
        objects.remove(key);
        exchange.sendResponseHeaders(204, -1);
      }
      default -> {
        if (there == null) {
          refuse(exchange, 404, "NoSuchKey");
        } else {
          give(exchange, there);
        }
      }
    }
  }

  private static void give(HttpExchange exchange, byte[] content) throws IOException {
    exchange.getResponseHeaders().set("ETag", "\"e\"");
    exchange.getResponseHeaders().set("Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
    exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
    exchange.getResponseBody().write(content, from, content.length - from);
  }

  /** The SDK sends content in signed chunks over plain HTTP: a line with the length before each. */
  private static byte[] content(HttpExchange exchange, byte[] body) {
    String coding = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Content-Sha256"));
    if (!coding.startsWith("STREAMING-")) {
      return body;
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    int at = 0;
    while (at < body.length) {
      int end = at;
      while (body[end] != '\n') {
        end++;
      }
      String line = new String(body, at, end - at, UTF_8).strip();
      int length = Integer.parseInt(line.replaceAll(";.*", ""), 16);
      if (length == 0) {
        break;
      }
      content.write(body, end + 1, length);
      at = end + 1 + length + 2;
    }
    return content.toByteArray();
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("x-minio-error-code", code);
    xml(exchange, status, "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
  }

  private static void xml(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] bytes = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}

package dev.spinrun.operator.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that does one thing with every connection. */
final class HostileServer implements AutoCloseable {
  /** Stands in everything that such a server says: no byte of it may be told on. */
  static final String MARKER = "ATTACKER";

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

  /** What it does. */
  interface Behaviour {
    void serve(Socket client) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();

  HostileServer(Behaviour behaviour) throws IOException {
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start(
        () -> {
          while (true) {
            Socket client = server.accept();
            connections.incrementAndGet();
            start(
                () -> {
                  try (client) {
                    behaviour.serve(client);
                  }
                });
          }
        });
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // The other side has hung up, or the test is over.
              }
            },
            "hostile");
    thread.setDaemon(true);
    thread.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** Reads one request and gives its method; nothing at the end of the connection. */
  static String request(Socket client) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = client.getInputStream().read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    String text = head.toString(ISO_8859_1);
    Matcher length = LENGTH.matcher(text);
    if (length.find()) {
      client.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
    }
    return text.substring(0, text.indexOf(' '));
  }

  static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(ISO_8859_1));
    client.getOutputStream().flush();
  }

  /** Says this again and again, as fast as it is taken. */
  static void forEver(Socket client, String text) throws IOException {
    byte[] chunk = text.repeat(1000).getBytes(ISO_8859_1);
    OutputStream out = client.getOutputStream();
    while (!client.isClosed()) {
      out.write(chunk);
    }
  }

  /** Answers each request with this status line, these headers and this body. */
  static Behaviour answer(String status, String headers, String body) {
    return client -> {
      for (String method = request(client); !method.isEmpty(); method = request(client)) {
        String sent = method.equals("HEAD") ? "" : body;
        say(
            client,
            "HTTP/1.1 %s\r\nX-%s: x\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(status, MARKER, headers, body.length(), sent));
      }
    };
  }

  /** A store until something is read: then the behaviour goes on behind the request. */
  static Behaviour untilRead(Behaviour behaviour) {
    return client -> {
      for (String method = request(client); !method.isEmpty(); method = request(client)) {
        if (method.equals("HEAD")) {
          say(
              client,
              "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n"
                  + "Content-Length: 0\r\n\r\n");
        } else if (method.equals("PUT")) {
          say(client, "HTTP/1.1 412 No\r\nContent-Length: 0\r\n\r\n");
        } else {
          behaviour.serve(client);
        }
      }
    };
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

package dev.spinrun.runstore.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy for one request or tunnel in each connection. Whatever host it is asked for, it
 * goes to a port of this machine.
 */
final class ProxyServer implements AutoCloseable {
  private final ServerSocket server;
  private final @Nullable String authorization;
  private final int plainPort;
  private final int tunnelPort;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  ProxyServer(@Nullable String authorization, int plainPort, int tunnelPort) throws IOException {
    this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    this.authorization = authorization;
    this.plainPort = plainPort;
    this.tunnelPort = tunnelPort;
    start(this::accept);
  }

  String url(String user) {
    return "http://" + user + "127.0.0.1:" + server.getLocalPort();
  }

  /** First lines of what was let through. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Work that ends with an exception when a socket is closed. */
  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // A socket was closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      String head = head(client.getInputStream());
      String first = head.substring(0, head.indexOf("\r\n"));
      if (authorization != null && !head.contains("Proxy-Authorization: " + authorization)) {
        say(
            client,
            "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        return;
      }
      requests.add(first);
      boolean tunnel = first.startsWith("CONNECT ");
      try (Socket target =
          new Socket(InetAddress.getLoopbackAddress(), tunnel ? tunnelPort : plainPort)) {
        if (tunnel) {
          say(client, "HTTP/1.1 200 OK\r\n\r\n");
        } else {
          say(
              target,
              head.replaceFirst("http://[^/]+", "")
                  .replaceFirst("Connection: [^\r]*", "Connection: close"));
        }
        start(() -> client.getInputStream().transferTo(target.getOutputStream()));
        target.getInputStream().transferTo(client.getOutputStream());
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(ISO_8859_1));
    to.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

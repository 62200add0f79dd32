package dev.spinrun.e2e.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An endpoint that a tenant may name as the store of a run. */
final class HostileServer implements AutoCloseable {
  /** Stands in everything that one of them sends. */
  static final String MARK = "FOREIGNWORDS";

  private static final int DRIP_MILLIS = 2000;

  /** What it does with a connection whose request it has not even read. */
  interface Behaviour {
    void answer(OutputStream out) throws IOException, InterruptedException;
  }

  /** All behaviours by name. */
  static Map<String, Behaviour> behaviours() {
    Map<String, Behaviour> all = new LinkedHashMap<>();
    all.put("says-nothing", out -> Thread.sleep(Long.MAX_VALUE));
    all.put("hangs-up", out -> {});
    all.put("garbage", out -> send(out, MARK + " \u0000 garbage\r\n\r\n"));
    all.put("drips-header", out -> endlessly(out, "X-" + MARK + ": a\r\n", DRIP_MILLIS));
    all.put("endless-header", out -> endlessly(out, "X-" + MARK + ": a\r\n", 0));
    all.put(
        "drips-body",
        out -> {
          send(out, "HTTP/1.1 500 No\r\nContent-Length: 1000000\r\n\r\n");
          endlessly(out, "F", DRIP_MILLIS);
        });
    all.put(
        "endless-error",
        out -> {
          send(out, "HTTP/1.1 500 No\r\nContent-Type: application/xml\r\n\r\n<Error>");
          endlessly(out, MARK, 0);
        });
    all.put(
        "endless-success",
        out -> {
          send(out, "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n\r\n");
          endlessly(out, MARK, 0);
        });
    all.put("html-200", out -> respond(out, "200 OK", "text/html", "<html>" + MARK));
    all.put("html-503", out -> respond(out, "503 No", "text/html", "<html>" + MARK));
    all.put("html-502", out -> respond(out, "502 No", "text/html", "<html>" + MARK));
    all.put("json-429", out -> respond(out, "429 No", "application/json", "{\"" + MARK + "\":1}"));
    all.put("xml-500", out -> respond(out, "500 " + MARK, "application/xml", error()));
    all.put("xml-403", out -> respond(out, "403 No", "application/xml", error()));
    all.put("bare-403", out -> respond(out, "403 " + MARK, "text/plain", ""));
    all.put("html-404", out -> respond(out, "404 No", "text/html", "<html>" + MARK));
    all.put(
        "redirects",
        out ->
            send(
                out,
                "HTTP/1.1 307 Go\r\nLocation: http://kubernetes.default.svc/%s\r\nContent-Length: 0\r\n\r\n"
                    .formatted(MARK)));
    all.put(
        "lies-about-length",
        out -> send(out, "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n" + MARK));
    return all;
  }

  private final ServerSocket socket;
  private final Behaviour behaviour;

  HostileServer(String name, Behaviour behaviour) throws IOException {
    this.socket = new ServerSocket(0);
    this.behaviour = behaviour;
    thread(name, this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        thread("connection", () -> answer(connection));
      } catch (IOException e) {
        // Closed: the loop ends.
      }
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      behaviour.answer(connection.getOutputStream());
      connection.shutdownOutput();
      connection.getInputStream().skipNBytes(1 << 16);
    } catch (IOException e) {
      // The other side has had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void thread(String name, Runnable work) {
    Thread thread = new Thread(work, "hostile-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static String error() {
    return "<Error><Code>%1$s</Code><Message>%1$s</Message></Error>".formatted(MARK);
  }

  private static void respond(OutputStream out, String status, String type, String body)
      throws IOException {
    send(
        out,
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, type, body.length(), body));
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void endlessly(OutputStream out, String text, int pauseMillis)
      throws IOException, InterruptedException {
    while (true) {
      send(out, text);
      Thread.sleep(pauseMillis);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

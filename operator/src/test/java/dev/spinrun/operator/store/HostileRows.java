package dev.spinrun.operator.store;

import static dev.spinrun.operator.store.HostileServer.MARKER;
import static dev.spinrun.operator.store.HostileServer.answer;
import static dev.spinrun.operator.store.HostileServer.forEver;
import static dev.spinrun.operator.store.HostileServer.request;
import static dev.spinrun.operator.store.HostileServer.say;
import static dev.spinrun.operator.store.HostileServer.untilRead;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.operator.store.HostileServer.Behaviour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** What a server may do to whoever asks it, and what the run is told of it. */
final class HostileRows {
  private static final String HTML = "<html><h1>" + MARKER + "</h1></html>";
  private static final String XML =
      "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>" + MARKER + "</Message></Error>";

  private static final Map<String, String> BODIES =
      Map.of(
          "HTML",
          HTML,
          "JSON",
          "{\"" + MARKER + "\": 1}",
          "no body",
          "",
          "XML",
          XML.formatted("AccessDenied"),
          "XML of its own",
          XML.formatted(MARKER));

  private final String elsewhere;
  private final List<Row> rows = new ArrayList<>();

  private HostileRows(String elsewhere) {
    this.elsewhere = elsewhere;
  }

  /** One of them. */
  record Row(
      String name, StoreFailure kind, String scheme, boolean hasRegion, Behaviour behaviour) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * All of them.
   *
   * @param elsewhere URL of a server that must not be asked
   */
  static List<Row> all(String elsewhere) {
    HostileRows all = new HostileRows(elsewhere);
    all.connections();
    all.headers();
    all.errors();
    all.contents();
    return all.rows;
  }

  private void row(String name, StoreFailure kind, Behaviour behaviour) {
    rows.add(new Row(name, kind, "http", true, behaviour));
  }

  private void connections() {
    row("it closes at once", StoreFailure.UNREACHABLE, client -> {});
    row("it never answers", StoreFailure.UNREACHABLE, client -> Thread.sleep(60_000));
    row(
        "it sends a byte a second",
        StoreFailure.UNREACHABLE,
        client -> drip(client, "HTTP/1.1 200 OK"));
    row(
        "it speaks TLS",
        StoreFailure.UNREACHABLE,
        client -> say(client, "\u0016\u0003\u0001\0" + MARKER));
    rows.add(
        new Row(
            "it speaks no TLS",
            StoreFailure.UNREACHABLE,
            "https",
            true,
            client -> say(client, MARKER.repeat(100))));
    row(
        "it resets in the middle of a header",
        StoreFailure.UNREACHABLE,
        client -> {
          request(client);
          say(client, "HTTP/1.1 200 OK\r\nX-" + MARKER);
          client.setSoLinger(true, 0);
        });
  }

  private static void drip(Socket client, String text) throws IOException, InterruptedException {
    for (int at = 0; at < text.length(); at++) {
      say(client, text.substring(at, at + 1));
      Thread.sleep(700);
    }
  }

  private void headers() {
    row(
        "its status line is garbage",
        StoreFailure.UNREACHABLE,
        client -> say(client, MARKER + " is here\r\n\r\n"));
    row(
        "its status is no number",
        StoreFailure.UNREACHABLE,
        client -> say(client, "HTTP/1.1 " + MARKER + "\r\n\r\n"));
    row(
        "its header has no end",
        StoreFailure.UNREACHABLE,
        client -> {
          say(client, "HTTP/1.1 200 OK\r\n");
          forEver(client, "X-" + MARKER + ": x\r\n");
        });
    row(
        "it only ever says that it goes on",
        StoreFailure.UNREACHABLE,
        client -> {
          request(client);
          forEver(client, "HTTP/1.1 100 Continue\r\nX-" + MARKER + ": x\r\n\r\n");
        });
    row(
        "it redirects to another host",
        StoreFailure.WRONG_REGION,
        answer("301 " + MARKER, "Location: " + elsewhere + "/" + MARKER + "\r\n", HTML));
    row(
        "it redirects to itself",
        StoreFailure.WRONG_REGION,
        answer("307 No", "Location: /\r\n", HTML));
    row(
        "its error has a code of its own in a header",
        StoreFailure.ACCESS_DENIED,
        answer("403 No", "x-minio-error-code: " + MARKER + "\r\n", ""));
  }

  private void errors() {
    for (String status : List.of("500", "502", "503", "429", "408")) {
      BODIES.forEach(
          (name, body) ->
              row(
                  status + " with " + name,
                  StoreFailure.UNREACHABLE,
                  answer(status + " No", "", body)));
    }
    row("403 with HTML", StoreFailure.ACCESS_DENIED, answer("403 No", "", HTML));
    row("403 with nothing", StoreFailure.ACCESS_DENIED, answer("403 No", "", ""));
    row(
        "403 with XML",
        StoreFailure.ACCESS_DENIED,
        answer("403 No", "", XML.formatted("AccessDenied")));
    row(
        "403 for an expired key",
        StoreFailure.CREDENTIALS_REJECTED,
        answer("403 No", "", XML.formatted("ExpiredToken")));
    row("404 with HTML", StoreFailure.NO_SUCH_BUCKET, answer("404 No", "", HTML));
    row(
        "10 MB of an error",
        StoreFailure.ACCESS_DENIED,
        answer("403 No", "", XML.formatted("AccessDenied") + MARKER.repeat(1_250_000)));
    row(
        "an error without end",
        StoreFailure.ACCESS_DENIED,
        client -> {
          for (String method = request(client); !method.isEmpty(); method = request(client)) {
            say(client, "HTTP/1.1 403 No\r\nContent-Length: 9000000000\r\n\r\n");
            if (method.equals("GET")) {
              forEver(client, MARKER);
            }
          }
        });
  }

  private void contents() {
    row(
        "200 to everything",
        StoreFailure.NO_CONDITIONAL_WRITES,
        answer("200 OK", "ETag: \"e\"\r\n", HTML));
    row(
        "HTML for a document",
        StoreFailure.CORRUPT,
        untilRead(
            client ->
                say(
                    client,
                    "HTTP/1.1 200 OK\r\nContent-Length: " + HTML.length() + "\r\n\r\n" + HTML)));
    row(
        "a document without end",
        StoreFailure.TOO_LARGE,
        untilRead(
            client -> {
              say(client, "HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n");
              forEver(client, MARKER);
            }));
    row(
        "a document that is shorter than announced",
        StoreFailure.UNREACHABLE,
        untilRead(
            client -> {
              say(client, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + MARKER);
              client.close();
            }));
    row(
        "chunks of no size",
        StoreFailure.UNREACHABLE,
        untilRead(
            client ->
                say(
                    client,
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + MARKER + "\r\n")));
    String bomb = bomb();
    row("a gzip bomb", StoreFailure.CORRUPT, untilRead(client -> say(client, bomb)));
    rows.add(
        new Row(
            "an XML bomb", StoreFailure.REFUSED, "http", false, answer("200 OK", "", xmlBomb())));
    rows.add(
        new Row(
            "a listing without end",
            StoreFailure.REFUSED,
            "http",
            false,
            client -> {
              request(client);
              say(client, "HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n");
              forEver(client, MARKER);
            }));
  }

  private static String bomb() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[20 << 20]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
            .formatted(packed.size())
        + packed.toString(ISO_8859_1);
  }

  private static String xmlBomb() {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e0 \"");
    xml.append(MARKER).append("\">");
    for (int level = 1; level < 10; level++) {
      xml.append("<!ENTITY e%d \"%s\">".formatted(level, "&e%d;".formatted(level - 1).repeat(10)));
    }
    return xml.append("]><LocationConstraint>&e9;</LocationConstraint>").toString();
  }
}

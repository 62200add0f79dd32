package dev.spinrun.e2e.edge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;

/** One watch on its way: events leave as late and as often as the flow says, in order. */
final class WatchStream {
  private static final Event END = new Event("", 0);

  private record Event(String line, long arrived) {}

  private final String resource;
  private final WatchFlow flow;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  WatchStream(String resource, WatchFlow flow) {
    this.resource = resource;
    this.flow = flow;
  }

  /** Copies until either end is closed. */
  void copy(InputStream in, OutputStream out, Executor reader)
      throws IOException, InterruptedException {
    // The headers alone: a client waits for them.
    out.flush();
    reader.execute(() -> read(in));
    try (in) {
      for (Event event = events.take(); !event.equals(END); event = events.take()) {
        Duration late = Duration.ofNanos(System.nanoTime() - event.arrived);
        Thread.sleep(Math.max(0, flow.lag().minus(late).toMillis()));
        for (int i = flow.copies(resource, event.line); i > 0; i--) {
          out.write((event.line + "\n").getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
      }
    }
  }

  private void read(InputStream in) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(new Event(line, System.nanoTime()));
      }
    } catch (IOException e) {
      // The API server or the operator is gone: so is the watch.
    } finally {
      events.add(END);
    }
  }
}

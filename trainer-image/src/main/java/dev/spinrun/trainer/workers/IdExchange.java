package dev.spinrun.trainer.workers;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;

/** Hands what worker 0 made to all others, over plain TCP at the rendezvous. */
record IdExchange(Rendezvous where) {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
  private static final int LONGEST_WAIT_MILLIS = 5_000;

  /**
   * The bytes that worker 0 makes, at every worker.
   *
   * @throws WorkerFailureException if not all come in time
   */
  byte[] share(Supplier<byte[]> maker) {
    long deadline = System.nanoTime() + where.timeout().toNanos();
    try {
      return where.rank() == 0 ? serve(maker.get(), deadline) : fetch(deadline);
    } catch (IOException e) {
      throw new WorkerFailureException(
          "Meeting worker 0 at %s:%d".formatted(where.host(), where.port()),
          String.valueOf(e.getMessage()));
    }
  }

  private byte[] serve(byte[] id, long deadline) throws IOException {
    try (ServerSocket server = new ServerSocket()) {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(where.bind(), where.port()));
      for (int came = 1; came < where.size(); came++) {
        server.setSoTimeout(millisLeft(deadline));
        try (Socket worker = server.accept()) {
          worker.getOutputStream().write(id);
        } catch (SocketTimeoutException e) {
          throw new SocketTimeoutException(
              "%d of %d workers came within %s".formatted(came, where.size(), where.timeout()));
        }
      }
      return id;
    }
  }

  /** Worker 0 may not be there yet, nor its name. */
  private byte[] fetch(long deadline) throws IOException {
    while (true) {
      int left = millisLeft(deadline);
      try (Socket socket = new Socket()) {
        int wait = Math.min(left, LONGEST_WAIT_MILLIS);
        socket.connect(new InetSocketAddress(where.host(), where.port()), wait);
        socket.setSoTimeout(left);
        byte[] id = new byte[Nccl.ID_BYTES];
        new DataInputStream(socket.getInputStream()).readFully(id);
        return id;
      } catch (EOFException e) {
        throw new IOException("worker 0 ended the connection", e);
      } catch (IOException e) {
        if (millisLeft(deadline) <= BETWEEN_TRIES.toMillis()) {
          throw e;
        }
        pause();
      }
    }
  }

  private static int millisLeft(long deadline) {
    return (int) Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis());
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

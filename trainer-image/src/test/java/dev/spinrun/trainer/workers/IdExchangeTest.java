package dev.spinrun.trainer.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How workers with GPUs find each other; needs none. */
class IdExchangeTest {
  private static final String HERE = "127.0.0.1";

  private int port;

  @BeforeEach
  void findPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  private byte[] share(int rank, int size, Duration timeout) {
    return new IdExchange(new Rendezvous(rank, size, HERE, port, HERE, timeout))
        .share(
            () -> {
              byte[] id = new byte[Nccl.ID_BYTES];
              IntStream.range(0, id.length).forEach(i -> id[i] = (byte) i);
              return id;
            });
  }

  @Test
  void whatTheFirstMakesAllHaveThoughItComesLast() throws Exception {
    List<CompletableFuture<byte[]>> others =
        IntStream.of(2, 1)
            .mapToObj(
                rank -> CompletableFuture.supplyAsync(() -> share(rank, 3, Duration.ofSeconds(20))))
            .toList();
    Thread.sleep(300);

    byte[] id = share(0, 3, Duration.ofSeconds(20));

    assertThat(id).hasSize(128).startsWith(0, 1, 2);
    for (CompletableFuture<byte[]> other : others) {
      assertThat(other.get()).isEqualTo(id);
    }
  }

  @Test
  void theFirstTellsHowManyCame() {
    assertThatThrownBy(() -> share(0, 3, Duration.ofMillis(300)))
        .isInstanceOf(WorkerFailureException.class)
        .hasMessageContaining("1 of 3 workers came within PT0.3S");
  }

  @Test
  void theOthersDoNotWaitForEver() {
    assertThatThrownBy(() -> share(1, 2, Duration.ofMillis(500)))
        .isInstanceOf(WorkerFailureException.class)
        .hasMessageStartingWith("Meeting worker 0 at 127.0.0.1:" + port);
  }
}

package dev.spinrun.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.nn.Activations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Trainings of several processes on this machine. */
class WorkersTest {
  private static final int SECONDS = 120;

  /** Of losses, relative: sums of another order in fp32. */
  private static final double SAME = 1e-5;

  @TempDir Path folder;

  private List<List<String>> train(int workers, Activations activations, String trouble)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    List<Process> processes = new ArrayList<>();
    for (int rank = 0; rank < workers; rank++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  TrainingWorker.class.getName(),
                  Integer.toString(rank),
                  Integer.toString(workers),
                  Integer.toString(port),
                  activations.name(),
                  trouble)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("worker-" + rank).toFile())
              .start());
    }
    List<List<String>> outputs = new ArrayList<>();
    for (int rank = 0; rank < workers; rank++) {
      boolean ended = processes.get(rank).waitFor(SECONDS, TimeUnit.SECONDS);
      processes.get(rank).destroyForcibly();
      List<String> lines = Files.readAllLines(folder.resolve("worker-" + rank));
      assertThat(ended).as("worker %d has ended; it said %s", rank, lines).isTrue();
      outputs.add(lines.stream().filter(l -> l.matches("(step|weights|failed) .*")).toList());
    }
    return outputs;
  }

  @ParameterizedTest
  @EnumSource(Activations.class)
  void oneTwoAndFourWorkersLearnTheSame(Activations activations)
      throws IOException, InterruptedException {
    List<String> alone = train(1, activations, "none").get(0);
    for (int workers : new int[] {2, 4}) {
      List<List<String>> together = train(workers, activations, "none");

      assertThat(together).allMatch(lines -> lines.equals(together.get(0)));
      for (int step = 0; step < TrainingWorker.STEPS; step++) {
        double loss = number(alone.get(step), 2);
        double norm = number(alone.get(step), 3);
        assertThat(number(together.get(0).get(step), 2))
            .isCloseTo(loss, Offset.offset(SAME * loss));
        assertThat(number(together.get(0).get(step), 3))
            .isCloseTo(norm, Offset.offset(10 * SAME * norm));
      }
    }
  }

  private static double number(String line, int field) {
    return Double.parseDouble(line.split(" ", -1)[field]);
  }

  @ParameterizedTest
  @CsvSource({"lost, by peer", "hangs, Timed out"})
  void aWorkerThatIsLostOrHangsEndsTheOthersInTime(String trouble, String reason)
      throws IOException, InterruptedException {
    List<String> survivor = train(2, Activations.KEPT, trouble).get(0);

    assertThat(survivor.get(survivor.size() - 1))
        .startsWith("failed ")
        .containsIgnoringCase(reason)
        .contains("all go on from the last checkpoint");
  }

  @Test
  void aWorkerThatNeverComesIsWaitedForInVainButNotForEver()
      throws IOException, InterruptedException {
    List<String> waiting = train(2, Activations.KEPT, "absent").get(0);

    assertThat(waiting).singleElement().asString().startsWith("failed Joining the 2 workers");
  }
}

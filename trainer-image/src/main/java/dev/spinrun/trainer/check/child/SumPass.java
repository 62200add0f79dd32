package dev.spinrun.trainer.check.child;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.trainer.stage.FailureTable;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.workers.Rendezvous;
import dev.spinrun.trainer.workers.WorkerFailureException;
import dev.spinrun.trainer.workers.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A worker that sums up with others on this machine, until the last one of them ends. */
public final class SumPass {
  /** Of joining, and of each sum; also how long a lost worker may stay unnoticed. */
  public static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Field of the results: what failed; absent if nothing did. */
  public static final String FAILURE = "failure";

  /** Field of the results: what a training would say of the lost worker. */
  public static final String TOLD = "told";

  private static final String HERE = "127.0.0.1";

  /** Until the last worker ends, so that the others are in the midst of a sum. */
  private static final Duration HEAD_START = Duration.ofMillis(500);

  private SumPass() {}

  /**
   * Entry point of a worker.
   *
   * @param arguments number of this worker, how many there are, a port that is free, bytes of the
   *     largest sum, and the file for the results
   */
  public static void main(String[] arguments) throws IOException {
    int rank = Integer.parseInt(arguments[0]);
    int size = Integer.parseInt(arguments[1]);
    int port = Integer.parseInt(arguments[2]);
    ObjectNode results = Documents.object();
    try (Workers workers = new Rendezvous(rank, size, HERE, port, HERE, TIMEOUT).join();
        Scope scope = Scope.open()) {
      new TimedSums(scope, workers).run(Long.parseLong(arguments[3]), results);
      if (rank == size - 1) {
        Thread.sleep(HEAD_START.toMillis());
        Runtime.getRuntime().halt(0);
      }
      awaitLoss(scope, workers, results);
    } catch (InterruptedException | RuntimeException | OutOfMemoryError | LinkageError e) {
      results.put(FAILURE, FailureTable.lastWord(e).message());
    }
    Files.writeString(Path.of(arguments[4]), Documents.writeLine(results));
    // Threads that a C++ exception has parked must not keep the process.
    Runtime.getRuntime().halt(0);
  }

  private static void awaitLoss(Scope scope, Workers workers, ObjectNode results) {
    long begin = System.nanoTime();
    try {
      new TimedSums(scope, workers).sumOnce();
    } catch (WorkerFailureException e) {
      double seconds = (System.nanoTime() - begin - HEAD_START.toNanos()) / 1e9;
      results.put("secondsUntilLossIsTold", Math.max(0, seconds));
      results.put(TOLD, e.getMessage());
      return;
    }
    throw new IllegalStateException("A sum succeeded although one of the workers had ended");
  }
}

package dev.spinrun.trainer.cli;

import dev.spinrun.contract.call.TrainerVariables;
import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import dev.spinrun.contract.failure.RetryBudget;
import dev.spinrun.trainer.stage.FailureTable;
import dev.spinrun.trainer.stage.context.StageContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Entry point: runs one stage, and turns its end into an exit code and one line of last words.
 *
 * <p>SIGTERM asks the stage to stop; the process ends when the stage has committed what it has,
 * with the exit code 143 that the signal itself gives.
 */
public final class SpinTrainer {
  private static final Logger LOG = LoggerFactory.getLogger(SpinTrainer.class);
  private static final Duration GRACE = Duration.ofMinutes(10);
  private static final String KUBERNETES_TERMINATION_LOG = "/dev/termination-log";

  private final Map<String, String> environment;

  SpinTrainer(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs the stage that the arguments name. */
  public static void main(String[] arguments) {
    int code = new SpinTrainer(System.getenv()).run(arguments);
    System.out.flush();
    // Where a worker was lost, native threads are parked for good, and an orderly exit waits for
    // them.
    Runtime.getRuntime().halt(code);
  }

  int run(String... arguments) {
    return line().execute(arguments);
  }

  /** The command line, with what becomes of failures. */
  CommandLine line() {
    return TrainerCommand.line(this, environment)
        .setExecutionExceptionHandler((thrown, command, parsed) -> fail(thrown))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** Runs a stage so that SIGTERM waits for it. */
  int runStage(StageContext context, Runnable stage) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              context.stop().raise();
              awaitQuietly(ended);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      stage.run();
      return 0;
    } catch (RuntimeException | OutOfMemoryError e) {
      return fail(e);
    } finally {
      ended.countDown();
      removeHook(hook);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the stage did not stop within {} s", GRACE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.info("stopped as told");
    }
  }

  private int fail(Throwable thrown) {
    LastWord word = FailureTable.lastWord(thrown);
    if (word.failureClass().budget() == RetryBudget.NONE
        || word.failureClass() == FailureClass.STOPPED) {
      // The sentence says what is wrong; where in our code it was found helps nobody.
      LOG.error("{}: {}", word.failureClass(), word.message());
    } else {
      LOG.error("{}: {}", word.failureClass(), word.message(), thrown);
    }
    leave(word);
    return word.failureClass().exitCode();
  }

  private void leave(LastWord word) {
    Path log =
        Path.of(
            environment.getOrDefault(TrainerVariables.TERMINATION_LOG, KUBERNETES_TERMINATION_LOG));
    if (!Files.isWritable(log)) {
      return;
    }
    try {
      Files.write(log, (word.toLine() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("the last word cannot be written to {}: {}", log, e.getMessage());
    }
  }
}

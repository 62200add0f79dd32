package dev.spinrun.trainer.train;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Activations;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.workers.Rendezvous;
import dev.spinrun.trainer.workers.WorkerFailureException;
import dev.spinrun.trainer.workers.Workers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One worker of a training of the tiny UNet, as a process. Prints each step's loss and, last, a
 * digest of its weights; or what failed.
 */
final class TrainingWorker {
  static final int STEPS = 5;
  static final Duration TIMEOUT = Duration.ofSeconds(4);

  /** Ends this worker in the middle. */
  static final int LOST = 17;

  private TrainingWorker() {}

  /** Arguments: rank, number of workers, port, activations, and what goes wrong (or nothing). */
  public static void main(String[] arguments) throws Exception {
    int rank = Integer.parseInt(arguments[0]);
    Rendezvous where =
        new Rendezvous(
            rank,
            Integer.parseInt(arguments[1]),
            "127.0.0.1",
            Integer.parseInt(arguments[2]),
            "127.0.0.1",
            TIMEOUT);
    String trouble = arguments[4];
    if (trouble.equals("absent") && rank > 0) {
      return;
    }
    try (Workers workers = where.join();
        Scope scope = Scope.open();
        Trainer trainer = start(scope, workers, Activations.valueOf(arguments[3]))) {
      requireCopyOfTheFirst(workers, scope);
      while (!trainer.isFinished()) {
        if (rank > 0 && trainer.stepsDone() == 2) {
          cause(trouble);
        }
        StepReport report = trainer.step();
        System.out.printf(
            Locale.ROOT,
            "step %d %.9f %.9f%n",
            report.step(),
            report.loss().loss(),
            report.gradientNorm());
      }
      System.out.println("weights " + digest(trainer));
    } catch (WorkerFailureException e) {
      System.out.println("failed " + e.getMessage());
    }
    // A thread that a C++ exception has parked must not keep the process.
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void requireCopyOfTheFirst(Workers workers, Scope scope) {
    Tensor own = scope.floats(new float[] {workers.rank() + 1, -workers.rank()}, Shape.of(2));
    workers.broadcast(own);
    if (!Arrays.equals(own.toFloats(), new float[] {1, 0})) {
      throw new IllegalStateException("This is no copy: " + Arrays.toString(own.toFloats()));
    }
  }

  private static void cause(String trouble) throws InterruptedException {
    if (trouble.equals("lost")) {
      Runtime.getRuntime().halt(LOST);
    }
    if (trouble.equals("hangs")) {
      Thread.sleep(TIMEOUT.multipliedBy(3).toMillis());
    }
  }

  private static Trainer start(Scope scope, Workers workers, Activations activations) {
    TrainingSettings settings =
        TinyExamples.settings(new Preference(500, 20), STEPS, 1, 0, Precision.FP32, activations);
    return Trainer.start(
        UNet.load(scope, Golden.path("tiny_pipeline/unet")),
        TinyExamples.SCHEDULE,
        settings,
        new TinyExamples(),
        workers);
  }

  private static String digest(Trainer trainer) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    trainer
        .result()
        .byName()
        .forEach(
            (name, tensor) -> {
              digest.update(name.getBytes(StandardCharsets.UTF_8));
              for (float value : tensor.toFloats()) {
                digest.update(Float.toString(value).getBytes(StandardCharsets.UTF_8));
              }
            });
    return HexFormat.of().formatHex(digest.digest());
  }
}

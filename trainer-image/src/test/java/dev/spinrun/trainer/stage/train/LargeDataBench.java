package dev.spinrun.trainer.stage.train;

import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.check.ProcessMemory;
import dev.spinrun.trainer.diffusion.PromptEncoder;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.stage.DataBench;
import dev.spinrun.trainer.stage.LocalRun;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.generate.StandInDrawing;
import dev.spinrun.trainer.stage.prepare.StandInPreparation;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.train.BatchTiming;
import dev.spinrun.trainer.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A large data set on its way through preparation and generation by four pods and the batches of a
 * training, with stand-ins for the networks: sizes, seconds and memory.
 */
final class LargeDataBench {
  private static final int CAPTIONS = 7_000;
  private static final int PODS = 4;
  private static final int BATCH = 2_048;

  private LargeDataBench() {}

  /** Arguments: an empty folder, the number of examples, and the side of a latent. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int examples = Integer.parseInt(arguments[1]);
    int side = Integer.parseInt(arguments[2]);
    Path example = folder.resolve("example");
    DataBench.dataSet(example, examples, CAPTIONS);
    LocalRun run =
        new LocalRun(
            folder.resolve("store"),
            example,
            Method.SPIN,
            training((examples + BATCH - 1) / BATCH));
    run.divideBy(PODS);
    run.divideThePreparationBy(PODS);

    Shape latents = Shape.of(4, side, side);
    stage(
        "prepare",
        examples,
        () -> {
          for (int pod = 0; pod < PODS; pod++) {
            StandInPreparation.run(run.context(1, pod), latents);
          }
          return bytesBelow(folder.resolve("store/prepared"));
        });
    run.promoteWithoutCandidate();
    stage(
        "generate",
        examples,
        () -> {
          long bytes = 0;
          for (int pod = 0; pod < PODS; pod++) {
            bytes += StandInDrawing.run(run.context(1, pod));
          }
          return bytes;
        });
    batches(run.context(1, 0), example.resolve("model"));
  }

  private static Train training(int steps) {
    Train training = LocalRun.quickstartTraining(steps, 0);
    training = LocalRun.with(training, "batchSize", Integer.toString(BATCH));
    return LocalRun.with(training, "microBatchSize", "8");
  }

  private static void stage(String name, int examples, LongSupplier work) {
    long begin = System.nanoTime();
    long bytes = work.getAsLong();
    print(
        "%s: %.0f s, %.0f bytes in the store per example",
        name, seconds(begin), (double) bytes / examples);
    memory();
  }

  private static void batches(StageContext context, Path model) {
    try (Scope scope = Scope.open()) {
      long begin = System.nanoTime();
      TrainingPairs pairs = TrainingPairs.download(context, PromptEncoder.load(scope, model));
      NoiseSchedule schedule = new NoiseSchedule(SchedulerConfig.load(model.resolve("scheduler")));
      print("train: opened in %.1f s", seconds(begin));
      memory();
      double[] all =
          BatchTiming.secondsPerStep(TrainingSettings.of(context.plan()), schedule, pairs);
      double[] sorted = all.clone();
      Arrays.sort(sorted);
      print(
          "train: %d steps of %d pairs; a step is put together in %.2f s (median), %.2f s (longest); %d MiB of parts on the disk",
          all.length,
          BATCH,
          sorted[sorted.length / 2],
          sorted[sorted.length - 1],
          bytesBelow(context.work()) >> 20);
      memory();
    }
  }

  private static long bytesBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toFile).mapToLong(file -> file.isFile() ? file.length() : 0).sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void memory() {
    Runtime java = Runtime.getRuntime();
    print(
        "  heap %d MiB of at most %d, resident %d MiB",
        (java.totalMemory() - java.freeMemory()) >> 20,
        java.maxMemory() >> 20,
        ProcessMemory.residentKib() / 1024);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}

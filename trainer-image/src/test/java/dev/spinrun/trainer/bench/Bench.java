package dev.spinrun.trainer.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.check.ProcessMemory;
import dev.spinrun.trainer.check.sample.NoisePairs;
import dev.spinrun.trainer.diffusion.StoredNoise;
import dev.spinrun.trainer.diffusion.sampler.BatchNoise;
import dev.spinrun.trainer.diffusion.sampler.LatentSampler;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import dev.spinrun.trainer.train.Trainer;
import dev.spinrun.trainer.train.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Makes one measurement and prints it as a line of JSON.
 *
 * <p>One per process, so that the peak of the resident memory is this measurement's own.
 */
public final class Bench {
  private static final double GUIDANCE = 2;
  private static final String BETA = "500";
  private static final String SFT_WEIGHT = "20";

  /** Small, so that random weights stay finite. */
  private static final String LEARNING_RATE = "1e-6";

  private final Workload workload;
  private final NoiseSchedule schedule;
  private final double[] seconds;
  private double cpuSeconds;
  private double firstSeconds;

  private Bench(Workload workload, NoiseSchedule schedule) {
    this.workload = workload;
    this.schedule = schedule;
    this.seconds = new double[workload.measured()];
  }

  /** Arguments: the file of workloads, a workload's name, a diffusers folder. */
  public static void main(String[] arguments) throws IOException {
    Workload workload = Workload.read(Path.of(arguments[0]), arguments[1]);
    Path model = Path.of(arguments[2]);
    try (Scope scope = Scope.open()) {
      SchedulerConfig config = SchedulerConfig.load(model.resolve("scheduler"));
      Bench bench = new Bench(workload, new NoiseSchedule(config));
      bench.measure(scope, model);
      System.out.printf(
          Locale.ROOT,
          "{\"seconds\": %.5f, \"cpuSeconds\": %.5f, \"firstSeconds\": %.3f, \"peakMiB\": %d, \"threads\": %d}%n",
          bench.median(),
          bench.cpuSeconds,
          bench.firstSeconds,
          ProcessMemory.peakKib() / 1024,
          Torch.threads());
    }
  }

  private void measure(Scope scope, Path model) {
    switch (workload.task()) {
      case "spin-step" -> measureSteps(UNet.load(scope, model.resolve("unet")));
      case "sampling" -> measureSampling(UNet.load(scope, model.resolve("unet")).packed(scope));
      case "vae-encode" -> measureEncoding(Autoencoder.load(scope, model.resolve("vae")), scope);
      default -> throw new IllegalArgumentException("There is no task `" + workload.task() + "`.");
    }
  }

  private void measureSteps(UNet unet) {
    int steps = workload.warmup() + workload.measured();
    ObjectNode train = Documents.object();
    train.put("steps", steps);
    train.put("batchSize", workload.batch());
    train.put("microBatchSize", workload.batch());
    train.put("learningRate", LEARNING_RATE);
    train.put("schedule", "Constant");
    train.put("warmupSteps", 0);
    train.put("beta", BETA);
    train.put("sftWeight", SFT_WEIGHT);
    train.put("ema", Double.toString(workload.emaDecay()));
    train.put("promptDropout", "0");
    train.put("gradientCheckpointing", workload.recomputed());
    train.put("seed", 1);
    if (workload.adapterRank() > 0) {
      train.putObject("lora").put("rank", workload.adapterRank());
    }
    TrainingSettings settings =
        new TrainingSettings(Method.SPIN, Settings.of(Train.class, train), 1);
    try (Trainer trainer =
        Trainer.start(
            unet,
            schedule,
            settings,
            new NoisePairs(workload.latentShape(), workload.textShape()))) {
      repeat(trainer::step);
    }
  }

  private void measureSampling(UNet unet) {
    Shape latent = workload.latentShape();
    List<float[]> texts =
        IntStream.range(0, workload.batch())
            .mapToObj(i -> NoisePairs.normals(2, i, workload.textShape()))
            .toList();
    float[] empty = NoisePairs.normals(2, -1, workload.textShape());
    SamplingSettings settings =
        SamplingSettings.ddim(workload.samplerSteps(), GUIDANCE, workload.batch());
    BatchNoise noise =
        new BatchNoise(
            IntStream.range(0, workload.batch())
                .mapToObj(i -> new StoredNoise(NoisePairs.normals(0, i, latent)))
                .toList(),
            latent);
    try (Scope scope = Scope.open()) {
      LatentSampler sampler = new LatentSampler(scope, unet, schedule, settings);
      repeat(
          () -> {
            try (Scope draw = Scope.open()) {
              return sampler.draw(draw, noise, texts, empty, workload.textShape()).toFloats();
            }
          });
    }
  }

  private void measureEncoding(Autoencoder vae, Scope scope) {
    Shape images = Shape.of(workload.batch(), 3, workload.pixels(), workload.pixels());
    Tensor pictures = scope.floats(NoisePairs.normals(3, 0, images), images);
    repeat(() -> vae.encode(pictures));
  }

  /** Something that is repeated; its result is computed when it returns. */
  private interface Repetition {
    Object run();
  }

  private void repeat(Repetition repetition) {
    for (int i = 0; i < workload.warmup(); i++) {
      repetition.run();
      firstSeconds = firstSeconds == 0 ? sinceStart() : firstSeconds;
    }
    double cpu = cpuTime();
    for (int i = 0; i < seconds.length; i++) {
      long begin = System.nanoTime();
      repetition.run();
      seconds[i] = (System.nanoTime() - begin) / 1e9;
    }
    cpuSeconds = (cpuTime() - cpu) / seconds.length;
  }

  /** Seconds since the process was started, the start of the JVM included. */
  private static double sinceStart() {
    Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
    return Duration.between(start, Instant.now()).toMillis() / 1e3;
  }

  /** Seconds that all threads of this process have computed. */
  private static double cpuTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  private double median() {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

package dev.spinrun.trainer.train;

import dev.spinrun.contract.settings.PairNoise;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.train.gradient.Example;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import dev.spinrun.trainer.train.gradient.MicroBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts together what each step trains on: examples, timesteps, noise, dropped prompts.
 *
 * <p>A pure function of the step: what it draws for an example depends on its number in the batch,
 * not on the micro-batch that it falls into. Both images of a pair share the timestep, and the
 * noise unless that is independent.
 */
final class Batches {
  /** Examples that are on the heap beside their micro-batch. */
  private static final int LOADED_TOGETHER = 64;

  private final TrainingSettings settings;
  private final Objective objective;
  private final double promptDropout;
  private final NoiseSchedule schedule;
  private final ExampleSource source;
  private final DataOrder order;
  private final int begin;
  private final int end;
  private final int latentSize;

  /** The share of one worker: of each batch the examples of as many equal runs as workers. */
  Batches(
      TrainingSettings settings,
      NoiseSchedule schedule,
      ExampleSource source,
      int rank,
      int workers) {
    settings.train().requireDivisibleBatch(workers);
    this.settings = settings;
    this.objective = settings.objective();
    this.promptDropout = settings.train().promptDropout().value();
    this.begin = settings.train().batchSize() / workers * rank;
    this.end = settings.train().batchSize() / workers * (rank + 1);
    this.schedule = schedule;
    this.source = source;
    this.order = new DataOrder(settings.reading(), source.size(), source.neighbours());
    this.latentSize = Math.toIntExact(source.latentShape().elements());
  }

  /** How many micro-batches a step has. */
  int parts() {
    return (end - begin) / settings.train().microBatchSize();
  }

  /** Bytes of a micro-batch. */
  long bytesOfPart() {
    long images = (long) objective.imagesPerExample() * settings.train().microBatchSize();
    return images * 2L * latentSize * Float.BYTES;
  }

  /**
   * A micro-batch of a step; those of a step are asked for in their order.
   *
   * @param step counted from 0
   * @param part counted from 0
   */
  MicroBatch part(int step, int part) throws IOException {
    if (part == 0) {
      // Of all workers' places: a window may begin in another's share, and all read from it.
      for (int number = 0; number < settings.train().batchSize(); number++) {
        order
            .startingAt((long) step * settings.train().batchSize() + number)
            .forEach(source::prefetch);
      }
    }
    int first = begin + part * settings.train().microBatchSize();
    int examples = settings.train().microBatchSize();
    int images = objective.imagesPerExample() * examples;
    MicroBatch inputs =
        new MicroBatch(
            images,
            new float[images * latentSize],
            new float[images * latentSize],
            new float[images],
            new ArrayList<>());
    for (int row = 0; row < examples; row += LOADED_TOGETHER) {
      List<Loaded> some = new ArrayList<>();
      for (int i = row; i < Math.min(row + LOADED_TOGETHER, examples); i++) {
        some.add(load(inputs, step, first + i, i));
      }
      // The source is for one thread; noise takes most of the time.
      some.parallelStream().forEach(loaded -> fill(inputs, step, loaded));
    }
    return inputs;
  }

  /**
   * The example with a number in the batch.
   *
   * @param row of its preferred image in the micro-batch; the rejected one is after all rows
   */
  private record Loaded(Example example, int number, int row) {}

  private Loaded load(MicroBatch part, int step, int number, int row) throws IOException {
    int index = order.exampleAt((long) step * settings.train().batchSize() + number);
    Example example = source.load(index);
    requireSizes(example, index);
    boolean dropped =
        Purpose.PROMPT_DROPOUT.stream(settings, step, number).uniform(0) < promptDropout;
    part.tokens().add(dropped ? source.emptyTokens() : example.tokens());
    return new Loaded(example, number, row);
  }

  private void fill(MicroBatch part, int step, Loaded loaded) {
    int number = loaded.number();
    int timestep = Purpose.TIMESTEP.stream(settings, step, number).below(schedule.timesteps(), 0);
    float[] noise = noise(Purpose.NOISE, step, number);
    put(part, loaded.row(), loaded.example().preferred(), noise, timestep);
    if (objective.imagesPerExample() == 2) {
      boolean shared = settings.train().pairNoise() == PairNoise.SHARED;
      put(
          part,
          loaded.row() + settings.train().microBatchSize(),
          loaded.example().rejected(),
          shared ? noise : noise(Purpose.REJECTED_NOISE, step, number),
          timestep);
    }
  }

  private void put(MicroBatch part, int image, float[] latent, float[] noise, int timestep) {
    schedule.addNoise(latent, noise, timestep, part.noisy(), image * latentSize);
    schedule.target(latent, noise, timestep, part.target(), image * latentSize);
    part.timesteps()[image] = timestep;
  }

  private float[] noise(Purpose purpose, int step, int number) {
    return purpose.stream(settings, step, number).normals(latentSize);
  }

  private void requireSizes(Example example, int index) {
    boolean pair = objective.imagesPerExample() == 2;
    if (example.preferred().length != latentSize
        || (pair && example.rejected().length != latentSize)) {
      throw new IllegalArgumentException(
          "Example %d has %d and %d numbers in its latents; latents of shape %s are due."
              .formatted(
                  index,
                  example.preferred().length,
                  example.rejected().length,
                  source.latentShape()));
    }
  }
}

package dev.spinrun.trainer.train;

import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import java.io.IOException;
import java.util.stream.IntStream;

/** How long the steps of a training take to be put together. */
public final class BatchTiming {
  private BatchTiming() {}

  /** Puts all steps together, one after the other. In seconds. */
  public static double[] secondsPerStep(
      TrainingSettings settings, NoiseSchedule schedule, ExampleSource source) {
    Batches batches = new Batches(settings, schedule, source, 0, 1);
    return IntStream.range(0, settings.train().steps())
        .mapToDouble(
            step -> {
              long begin = System.nanoTime();
              try {
                for (int part = 0; part < batches.parts(); part++) {
                  batches.part(step, part);
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              return (System.nanoTime() - begin) / 1e9;
            })
        .toArray();
  }
}

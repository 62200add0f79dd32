package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.sample.NoisePairs;
import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.diffusion.random.SeededNoise;
import dev.spinrun.trainer.diffusion.sampler.BatchNoise;
import dev.spinrun.trainer.diffusion.sampler.LatentSampler;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Whether latents are drawn, and how fast: by DDIM with guidance, one and several at a time. */
record SamplingCheck(SampleModel model) implements Check {
  private static final List<Integer> BATCHES = List.of(1, 8);
  private static final int STEPS = 4;

  /** Those of generate.steps and generate.guidanceScale by default. */
  private static final int USUAL_STEPS = 50;

  private static final double GUIDANCE = 7.5;

  @Override
  public String name() {
    return "sampling";
  }

  @Override
  public Finding run() throws IOException {
    Precision precision = Capability.usual();
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      UNet unet = model.unet().forPredictions(scope, precision);
      for (int batch : BATCHES) {
        LatentSampler sampler =
            new LatentSampler(
                scope, unet, model.schedule(), SamplingSettings.ddim(STEPS, GUIDANCE, batch));
        // The first draw compiles, chooses kernels and gets memory.
        draw(sampler, batch);
        long begin = System.nanoTime();
        boolean finite = draw(sampler, batch);
        double minutes = (System.nanoTime() - begin) / 60e9;
        figures.put("imagesPerMinuteAt" + batch, batch / minutes * STEPS / USUAL_STEPS);
        if (!finite) {
          return Finding.failed("A latent has an infinity or a NaN.", figures);
        }
      }
    }
    return Finding.passed(
        "Draws in %s; images have %d steps.".formatted(Capability.spelled(precision), USUAL_STEPS),
        figures);
  }

  /** Whether all numbers are finite. */
  private boolean draw(LatentSampler sampler, int batch) {
    Shape text = model.size().text();
    float[] row = NoisePairs.normals(2, 0, text);
    List<SeededNoise> noise =
        IntStream.range(0, batch).mapToObj(i -> new SeededNoise(0, "check", i)).toList();
    try (Scope passing = Scope.open()) {
      BatchNoise noises = new BatchNoise(noise, model.size().latent());
      List<float[]> texts = Collections.nCopies(batch, row);
      float[] drawn = sampler.draw(passing, noises, texts, row, text).toFloats();
      return IntStream.range(0, drawn.length).allMatch(i -> Float.isFinite(drawn[i]));
    }
  }
}

package dev.spinrun.trainer.check;

import dev.spinrun.trainer.check.sample.NoisePairs;
import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.Torch;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Whether the autoencoder encodes and decodes pictures, and how fast; in fp32, as it always does.
 */
record AutoencoderCheck(SampleModel model) implements Check {
  /** Pictures at a time: as many of 512 pixels as a stage puts together. */
  private static final int BATCH = 4;

  /** Who needs longer for the first time needs as long for the second one. */
  private static final double SLOW_SECONDS = 5;

  @Override
  public String name() {
    return "autoencoder";
  }

  @Override
  public Finding run() throws IOException {
    int batch = Torch.isOnGpu() ? BATCH : 1;
    Shape latents = model.size().latent().prepend(batch);
    Map<String, Object> figures = new LinkedHashMap<>();
    try (Scope scope = Scope.open()) {
      Autoencoder vae = model.autoencoder(scope);
      int factor = vae.config().factor();
      Shape images =
          latents.with(1, 3).with(2, latents.dim(2) * factor).with(3, latents.dim(3) * factor);
      Tensor pictures = scope.floats(NoisePairs.normals(0, 0, images), images);
      Tensor drawn = scope.floats(NoisePairs.normals(1, 0, latents), latents);
      figures.put("pixels", images.dim(2));
      figures.put("encodedPerSecond", batch / seconds(() -> vae.encode(pictures).mean()));
      figures.put("decodedPerSecond", batch / seconds(() -> decode(vae, drawn)));
    }
    return Finding.passed("Encodes and decodes in fp32, %d at a time.".formatted(batch), figures);
  }

  private static float[] decode(Autoencoder vae, Tensor latents) {
    try (Scope passing = Scope.open()) {
      return vae.decode(passing, latents).toFloats();
    }
  }

  /** Of the second time: the first one compiles, chooses kernels and gets memory. */
  private static double seconds(Supplier<float[]> work) {
    double first = secondsOnce(work);
    return first > SLOW_SECONDS ? first : secondsOnce(work);
  }

  private static double secondsOnce(Supplier<float[]> work) {
    long begin = System.nanoTime();
    float[] numbers = work.get();
    if (!IntStream.range(0, numbers.length).allMatch(i -> Float.isFinite(numbers[i]))) {
      throw new IllegalStateException("The autoencoder computes an infinity or a NaN");
    }
    return (System.nanoTime() - begin) / 1e9;
  }
}

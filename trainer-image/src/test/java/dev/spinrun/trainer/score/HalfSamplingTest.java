package dev.spinrun.trainer.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.diffusion.StoredNoise;
import dev.spinrun.trainer.diffusion.TextToImage;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quickstart's 64 images, drawn in half precision (golden/half_sampling.json). */
class HalfSamplingTest {
  private static final Shape LATENT = Shape.of(4, 8, 8);

  /**
   * F distribution of 64 and 192 degrees of freedom: equal variances exceed it once in 100 times.
   */
  private static final double F_TEST = 1.60;

  private final Scope scope = Scope.open();
  private final TextToImage pipeline =
      TextToImage.load(scope, QuickstartTest.EXAMPLE.resolve("model"));
  private final UNet unet = UNet.load(scope, QuickstartTest.EXAMPLE.resolve("model/unet"));

  @AfterEach
  void close() {
    scope.close();
  }

  /**
   * Torch's own autocast strays from fp32, on every CPU by other amounts; ours may as far. The
   * bounds of scores are those of docs/trainer.md.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"BF16, 0.1", "FP16, 0.01"})
  void imagesStrayFromFp32AsThoseOfTorchDo(Precision precision, double scores) throws IOException {
    List<float[]> full = draw(Precision.FP32);
    List<float[]> half = draw(precision);

    double error =
        IntStream.range(0, full.size())
            .mapToDouble(i -> relativeError(half.get(i), full.get(i)))
            .average()
            .orElseThrow();

    assertThat(error).isPositive().isLessThan(F_TEST * torch(precision));
    assertThat(meanScore(half)).isCloseTo(meanScore(full), Offset.offset(scores));
  }

  private List<float[]> draw(Precision precision) throws IOException {
    return pipeline.drawLatents(
        unet.forPredictions(scope, precision),
        pipeline.prompts().encode(QuickstartTest.prompts()),
        StoredNoise.rows(
            Golden.open("quickstart_eval.safetensors").floats("initial_latents"), LATENT),
        LATENT,
        SamplingSettings.ddim(10, 2.0, 64));
  }

  private double meanScore(List<float[]> latents) throws IOException {
    float[] scores =
        ClipScore.load(scope, QuickstartTest.EXAMPLE.resolve("scorer"))
            .score(QuickstartTest.prompts(), pipeline.pictures().decode(latents, LATENT));
    return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).average().orElseThrow();
  }

  /** Mean square of the difference over the mean square of the latent in fp32. */
  private static double relativeError(float[] half, float[] full) {
    double difference = 0;
    double square = 0;
    for (int i = 0; i < full.length; i++) {
      difference += Math.pow(half[i] - full[i], 2);
      square += Math.pow(full[i], 2);
    }
    return difference / square;
  }

  private static double torch(Precision precision) {
    JsonNode runs =
        Golden.json("half_sampling.json").get(precision.name().toLowerCase(Locale.ROOT));
    double sum = 0;
    int images = 0;
    for (JsonNode run : runs) {
      for (double error : Golden.doubles(run)) {
        sum += error;
        images++;
      }
    }
    return sum / images;
  }
}

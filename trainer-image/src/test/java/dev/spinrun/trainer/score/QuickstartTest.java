package dev.spinrun.trainer.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.trainer.diffusion.StoredNoise;
import dev.spinrun.trainer.diffusion.TextToImage;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.text.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The quickstart from prompt to score against PyTorch (golden/quickstart_eval.safetensors: 64
 * prompts, DDIM 10 steps, scale 2, weights stored in fp16).
 */
class QuickstartTest {
  static final Path EXAMPLE = Path.of("..", "examples", "quickstart");
  private static final Shape LATENT = Shape.of(4, 8, 8);

  /** Ten guided fp32 steps of values up to 5. */
  private static final double LATENT_TOLERANCE = 5e-4;

  private final Scope scope = Scope.open();
  private final Golden golden = Golden.open("quickstart_eval.safetensors");

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void latentsPicturesAndScoresAreThoseOfTorch() throws IOException {
    TextToImage pipeline = TextToImage.load(scope, EXAMPLE.resolve("model"));
    UNet unet = UNet.load(scope, EXAMPLE.resolve("model/unet"));
    List<String> prompts = prompts();
    assertTokensAreThoseOfTorch(prompts);

    List<float[]> latents =
        pipeline.drawLatents(
            unet,
            pipeline.prompts().encode(prompts),
            StoredNoise.rows(golden.floats("initial_latents"), LATENT),
            LATENT,
            SamplingSettings.ddim(10, 2.0, 32));
    List<Picture> pictures = pipeline.pictures().decode(latents, LATENT);

    assertThat(distance(latents, rows("final_latents"))).isLessThan(LATENT_TOLERANCE);
    assertPicturesAreThoseOfTorch(pictures);
    assertScoresAreThoseOfTorch(prompts, pictures);
  }

  private void assertTokensAreThoseOfTorch(List<String> prompts) {
    ClipTokenizer tokenizer = ClipTokenizer.load(EXAMPLE.resolve("model/tokenizer"));
    assertThat(prompts.stream().map(tokenizer::encode).flatMapToInt(Arrays::stream).asLongStream())
        .containsExactlyElementsOf(Arrays.stream(golden.longs("input_ids")).boxed().toList());
    assertThat(Arrays.stream(tokenizer.encode("")).asLongStream().toArray())
        .containsExactly(golden.longs("uncond_ids"));
  }

  /** A value at the edge between two bytes may round either way. */
  private void assertPicturesAreThoseOfTorch(List<Picture> pictures) {
    double[] expected = golden.doubles("images_u8");
    int different = 0;
    for (int i = 0; i < pictures.size(); i++) {
      for (int j = 0; j < 3 * 256; j++) {
        int actual = pictures.get(i).value(j % 16, j / 16 % 16, j / 256);
        double distance = Math.abs(actual - expected[i * 768 + j]);
        assertThat(distance).isLessThanOrEqualTo(1);
        different += distance > 0 ? 1 : 0;
      }
    }
    assertThat(different).isLessThan(expected.length / 1000);
  }

  private void assertScoresAreThoseOfTorch(List<String> prompts, List<Picture> pictures) {
    float[] scores = ClipScore.load(scope, EXAMPLE.resolve("scorer")).score(prompts, pictures);
    double[] cosines = golden.doubles("cosine");
    double mean = 0;
    for (int i = 0; i < scores.length; i++) {
      assertThat((double) scores[i]).isCloseTo(100 * cosines[i], Offset.offset(0.05));
      mean += scores[i] / scores.length;
    }
    assertThat(mean).isCloseTo(72.016, Offset.offset(0.005));
  }

  private static double distance(List<float[]> actual, List<float[]> expected) {
    double largest = 0;
    for (int i = 0; i < actual.size(); i++) {
      float[] reference = expected.get(i);
      double[] wide = new double[reference.length];
      Arrays.setAll(wide, j -> reference[j]);
      largest = Math.max(largest, Golden.distance(actual.get(i), wide));
    }
    return largest;
  }

  private List<float[]> rows(String name) {
    float[] all = golden.floats(name);
    int row = (int) LATENT.elements();
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < all.length; i += row) {
      rows.add(Arrays.copyOfRange(all, i, i + row));
    }
    return rows;
  }

  static List<String> prompts() throws IOException {
    List<String> prompts = new ArrayList<>();
    for (String line : Files.readAllLines(EXAMPLE.resolve("data/prompts.jsonl"))) {
      prompts.add(new ObjectMapper().readTree(line).get("text").asText());
    }
    return prompts;
  }
}

package dev.spinrun.trainer.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.diffusion.StoredNoise;
import dev.spinrun.trainer.diffusion.TextToImage;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.diffusion.random.SeededNoise;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.text.ClipTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tiny pipeline against diffusers (golden/ddim_cfg_trace.safetensors: 10 steps, scale 7.5). */
class PipelineTest {
  /** golden/meta.json: relative 1e-4 of the largest latent in fp32. */
  private static final double RELATIVE = 1e-4;

  private final Scope scope = Scope.open();
  private final Golden golden = Golden.open("ddim_cfg_trace.safetensors");
  private final TextToImage pipeline = TextToImage.load(scope, Golden.path("tiny_pipeline"));
  private final UNet unet = UNet.load(scope, Golden.path("tiny_pipeline/unet"));
  private final List<String> prompts =
      List.of("a red circle on a white background", "A small GREEN triangle, at the left!!");

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void guidedLatentsFollowDiffusersAtEveryStep() {
    double[] trace = golden.doubles("latents");
    double largest = Arrays.stream(trace).map(Math::abs).max().orElseThrow();
    int size = (int) golden.shape("z0").elements();
    Shape latent = Shape.of(4, 8, 8);
    List<Double> distances = new ArrayList<>();
    LatentSampler sampler =
        new LatentSampler(scope, unet, pipeline.schedule(), SamplingSettings.ddim(10, 7.5, 2));

    Tensor last =
        sampler.draw(
            scope,
            new BatchNoise(StoredNoise.rows(golden.floats("z0"), latent), latent),
            pipeline.prompts().encode(prompts),
            pipeline.prompts().encodeEmpty(),
            pipeline.prompts().shape(),
            (step, latents) ->
                distances.add(
                    Golden.distance(
                        latents.toFloats(),
                        Arrays.copyOfRange(trace, (step + 1) * size, (step + 2) * size))));

    assertThat(distances).hasSize(10).allMatch(distance -> distance < RELATIVE * largest);
    List<float[]> rows = split(last.toFloats(), 2);
    List<Picture> pictures = pipeline.pictures().decode(rows, latent);
    assertSame(pictures.get(0), 0);
    assertSame(pictures.get(1), 1);
  }

  @Test
  void promptsAndTimestepsAreThoseOfDiffusers() {
    ClipTokenizer tokenizer = ClipTokenizer.load(Golden.path("tiny_pipeline/tokenizer"));
    SamplingSettings settings = SamplingSettings.ddim(10, 7.5, 2);
    JsonNode trace = Golden.json("meta.json").get("ddim_cfg_trace");

    assertThat(prompts).containsExactly(text(trace, 0), text(trace, 1));
    assertThat(ids(tokenizer, prompts)).containsExactly(golden.longs("input_ids"));
    assertThat(ids(tokenizer, List.of(""))).containsExactly(golden.longs("uncond_ids"));
    assertThat(
            Golden.distance(
                DiffusionSampler.of(scope, pipeline.schedule(), settings).timesteps(),
                Golden.doubles(trace.get("timesteps"))))
        .isZero();
  }

  private static String text(JsonNode trace, int prompt) {
    return trace.get("prompts").get(prompt).asText();
  }

  private static long[] ids(ClipTokenizer tokenizer, List<String> prompts) {
    return prompts.stream()
        .map(tokenizer::encode)
        .flatMapToInt(Arrays::stream)
        .asLongStream()
        .toArray();
  }

  /** Half a byte of rounding, and 4e-5 of the range for fp32. */
  private void assertSame(Picture picture, int index) {
    double[] images = golden.doubles("images");
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        for (int c = 0; c < 3; c++) {
          double exact = 255 * images[((index * 3 + c) * 16 + y) * 16 + x];
          assertThat((double) picture.value(x, y, c)).isBetween(exact - 0.51, exact + 0.51);
        }
      }
    }
  }

  @Test
  void pictureDependsNeitherOnItsBatchNorOnItsPlace() {
    Shape shape = pipeline.pictures().latentShape(16, 16);
    List<float[]> texts = pipeline.prompts().encode(prompts);
    List<SeededNoise> noise =
        prompts.stream().map(prompt -> new SeededNoise(7, prompt, 0)).toList();

    List<float[]> together =
        pipeline.drawLatents(unet, texts, noise, shape, SamplingSettings.ddim(4, 2, 2));
    List<float[]> alone =
        pipeline.drawLatents(
            unet, texts.subList(1, 2), noise.subList(1, 2), shape, SamplingSettings.ddim(4, 2, 8));

    assertThat(pipeline.pictures().decode(alone, shape).get(0))
        .isEqualTo(pipeline.pictures().decode(together, shape).get(1));
  }

  @Test
  void scaleOneDrawsWithoutTheEmptyPrompt() {
    Shape shape = Shape.of(4, 8, 8);
    List<float[]> texts = pipeline.prompts().encode(prompts.subList(0, 1));
    List<SeededNoise> noise = List.of(new SeededNoise(1, "x", 0));

    float[] plain =
        pipeline.drawLatents(unet, texts, noise, shape, SamplingSettings.ddim(3, 1, 1)).get(0);
    float[] almost =
        pipeline
            .drawLatents(unet, texts, noise, shape, SamplingSettings.ddim(3, 1 + 1e-9, 1))
            .get(0);

    double[] wide = new double[almost.length];
    Arrays.setAll(wide, i -> almost[i]);
    assertThat(Golden.distance(plain, wide)).isLessThan(1e-4);
  }

  private static List<float[]> split(float[] all, int count) {
    int row = all.length / count;
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(Arrays.copyOfRange(all, i * row, (i + 1) * row));
    }
    return rows;
  }
}

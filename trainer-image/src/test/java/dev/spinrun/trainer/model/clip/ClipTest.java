package dev.spinrun.trainer.model.clip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CLIP's towers against transformers (golden/text_io and clip_io, fp64). */
class ClipTest {
  /** golden/meta.json: torch's own fp32 result differs from fp64 by 1e-6; twenty times that. */
  private static final double FP32 = 2e-5;

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void textRowsAreThoseOfTransformers() {
    Golden golden = Golden.open("text_io.safetensors");
    TextEncoder encoder = TextEncoder.load(scope, Golden.path("tiny_pipeline/text_encoder"));

    assertThat(
            Golden.distance(
                encoder.encode(scope, ids(golden)).toFloats(), golden.doubles("last_hidden_state")))
        .isLessThan(FP32);
  }

  @Test
  void rowAtTheFirstEndTokenStandsForTheText() {
    Golden golden = Golden.open("text_io.safetensors");
    TextEncoder encoder = TextEncoder.load(scope, Golden.path("tiny_pipeline/text_encoder"));
    int width = encoder.config().tower().width();
    List<int[]> ids = ids(golden);

    float[] rows = encoder.encode(scope, ids).toFloats();
    float[] pooled = new float[ids.size() * width];
    for (int i = 0; i < ids.size(); i++) {
      int end = i * ids.get(i).length + encoder.config().endOf(ids.get(i));
      System.arraycopy(rows, end * width, pooled, i * width, width);
    }

    assertThat(Golden.distance(pooled, golden.doubles("pooler_output"))).isLessThan(FP32);
  }

  @Test
  void imagesAndTextsMeetWhereTransformersPutsThem() {
    Golden golden = Golden.open("clip_io.safetensors");
    ClipModel clip = ClipModel.load(scope, Golden.path("tiny_clip"));

    float[] texts = clip.embedTexts(scope, ids(golden)).toFloats();
    float[] images = clip.embedImages(scope, golden.tensor(scope, "pixel_values")).toFloats();

    assertThat(Golden.distance(texts, golden.doubles("text_embeds"))).isLessThan(FP32);
    assertThat(Golden.distance(images, golden.doubles("image_embeds"))).isLessThan(FP32);
  }

  @Test
  void logitsAreCosinesTimesTheScaleOfTheModel() {
    Golden golden = Golden.open("clip_io.safetensors");
    ClipModel clip = ClipModel.load(scope, Golden.path("tiny_clip"));
    float[] texts = clip.embedTexts(scope, ids(golden)).toFloats();
    float[] images = clip.embedImages(scope, golden.tensor(scope, "pixel_values")).toFloats();
    int width = clip.config().width();
    int count = texts.length / width;

    float[] logits = new float[count * count];
    for (int i = 0; i < logits.length; i++) {
      double cosine = 0;
      for (int j = 0; j < width; j++) {
        cosine += (double) images[i / count * width + j] * texts[i % count * width + j];
      }
      logits[i] = (float) (clip.logitScale() * cosine);
    }

    assertThat(clip.logitScale()).isCloseTo(golden.doubles("logit_scale")[0], Offset.offset(FP32));
    assertThat(Golden.distance(logits, golden.doubles("logits_per_image"))).isLessThan(FP32);
  }

  private static List<int[]> ids(Golden golden) {
    long[] all = golden.longs("input_ids");
    int length = (int) golden.shape("input_ids").dim(1);
    List<int[]> rows = new ArrayList<>();
    for (int begin = 0; begin < all.length; begin += length) {
      rows.add(
          Arrays.stream(Arrays.copyOfRange(all, begin, begin + length))
              .mapToInt(Math::toIntExact)
              .toArray());
    }
    return rows;
  }
}

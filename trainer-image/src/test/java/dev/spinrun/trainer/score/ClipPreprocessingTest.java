package dev.spinrun.trainer.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CLIP's preprocessing; the resizing against Pillow (golden/pillow_resize.json). */
class ClipPreprocessingTest {
  @TempDir private Path folder;

  record Case(int width, int height, int size, JsonNode expected) {
    @Override
    public String toString() {
      return width + " by " + height + " to " + size;
    }
  }

  static Stream<Case> resizes() {
    return StreamSupport.stream(Golden.json("pillow_resize.json").get("cases").spliterator(), false)
        .map(
            node ->
                new Case(
                    node.get("width").asInt(),
                    node.get("height").asInt(),
                    node.get("size").asInt(),
                    node));
  }

  private static Picture picture(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[(y * width + x) * 3 + c] = (byte) (x * x * 7 + y * 13 + c * 50 + x * y * 3);
        }
      }
    }
    return new Picture(width, height, rgb);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resizes")
  void everyByteIsThatOfPillow(Case resize) {
    Picture actual = BicubicResize.shorterSide(picture(resize.width, resize.height), resize.size);

    byte[] expected = new byte[resize.expected.get("rgb").size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) resize.expected.get("rgb").get(i).asInt();
    }
    assertThat(actual.width()).isEqualTo(resize.expected.get("out_width").asInt());
    assertThat(actual.height()).isEqualTo(resize.expected.get("out_height").asInt());
    assertThat(actual.rgb()).isEqualTo(expected);
  }

  @Test
  void centreIsCutOutAndColoursAreNormalised() throws IOException {
    Files.writeString(
        folder.resolve("preprocessor_config.json"),
        """
        {"crop_size": {"height": 16, "width": 16}, "do_center_crop": true, "do_convert_rgb": true,
         "do_normalize": true, "do_rescale": true, "do_resize": true, "resample": 3,
         "image_mean": [0.5, 0.25, 0.0], "image_std": [0.5, 0.5, 2.0],
         "image_processor_type": "CLIPImageProcessor", "rescale_factor": 0.00392156862745098,
         "size": {"shortest_edge": 16}}
        """);
    Picture wide = picture(64, 16);
    float[] planes = new float[3 * 256];

    ClipPreprocessing.load(folder, 16).write(wide, planes, 0);

    assertThat(planes[0])
        .isCloseTo((wide.value(24, 0, 0) / 255f - 0.5f) / 0.5f, Offset.offset(1e-6f));
    assertThat(planes[256 + 17])
        .isCloseTo((wide.value(25, 1, 1) / 255f - 0.25f) / 0.5f, Offset.offset(1e-6f));
    assertThat(planes[767]).isCloseTo(wide.value(39, 15, 2) / 255f / 2, Offset.offset(1e-6f));
  }

  @Test
  void preprocessingOfAnotherSizeIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("preprocessor_config.json"), "{\"size\": 224, \"crop_size\": 224}");

    assertThatThrownBy(() -> ClipPreprocessing.load(folder, 16))
        .hasMessageContaining("size 224 and crop_size 224 differ from the model's image_size 16");
  }
}

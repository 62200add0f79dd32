package dev.spinrun.trainer.data.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.golden.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as users have them, against Pillow (golden/pictures.json). */
class PictureFileTest {
  @SuppressWarnings("ArrayRecordComponent") // Cases are not compared.
  private record Case(
      String name, byte[] file, int width, int height, byte[] rgb, int tolerance, boolean soft) {
    static Case of(JsonNode node) {
      return new Case(
          node.get("name").asText(),
          bytes(node, "file"),
          node.get("width").asInt(),
          node.get("height").asInt(),
          bytes(node, "rgb"),
          node.get("tolerance").asInt(),
          node.get("soft").asBoolean());
    }

    private static byte[] bytes(JsonNode node, String field) {
      return Base64.getDecoder().decode(node.get(field).asText());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    JsonNode cases = Golden.json("pictures.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false).map(Case::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isSeenAsPillowSeesIt(Case expected) throws IOException {
    Picture seen = PictureFile.decode(expected.file());

    assertThat(seen.width()).isEqualTo(expected.width());
    assertThat(seen.height()).isEqualTo(expected.height());
    double worst = 0;
    double sum = 0;
    for (int i = 0; i < expected.rgb().length; i++) {
      int distance = Math.abs((seen.rgb()[i] & 0xff) - (expected.rgb()[i] & 0xff));
      worst = Math.max(worst, distance);
      sum += distance;
    }
    assertThat(expected.soft() ? sum / expected.rgb().length : worst)
        .isLessThanOrEqualTo(expected.tolerance());
  }

  /** Whatever a file holds, it is a picture or it is refused; nothing else comes out. */
  @Test
  void damagedFilesAreRefusedOrReadButEndNothing() {
    Random random = new Random(3);
    int refused = 0;
    for (Case whole : cases().toList()) {
      for (int i = 0; i < 40; i++) {
        byte[] damaged = whole.file().clone();
        for (int change = 0; change < 8; change++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        try {
          PictureFile.decode(Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length)));
        } catch (IOException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aPictureOfTooManyPixelsIsRefusedBeforeItIsRead() {
    byte[] bomb = cases().filter(c -> c.name().equals("PNG")).findFirst().orElseThrow().file();
    // Width and height of a PNG.
    Arrays.fill(bomb, 17, 20, (byte) 0xff);
    Arrays.fill(bomb, 21, 24, (byte) 0xff);

    assertThatThrownBy(() -> PictureFile.decode(bomb))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it claims 16777215 x 16777215 pixels in");
  }

  /** As in Pillow: what is broken in the metadata says nothing of orientation. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"JPEG of orientation 6", "PNG of orientation 6", "WebP of orientation 6"})
  void brokenMetadataLeavesThePictureAsItIs(String name) throws IOException {
    Case turned = cases().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    int exif = indexOf(turned.file(), new byte[] {0x01, 0x12}, new byte[] {0x12, 0x01});
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = turned.file().clone();
      for (int change = 0; change < 4; change++) {
        damaged[Math.min(damaged.length - 1, exif - 24 + random.nextInt(48))] =
            (byte) random.nextInt(256);
      }
      try {
        assertThat(PictureFile.decode(damaged).rgb()).hasSameSizeAs(turned.rgb());
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("it is broken");
      }
    }
  }

  private static int indexOf(byte[] file, byte[]... tags) {
    for (int i = 0; i < file.length - 1; i++) {
      for (byte[] tag : tags) {
        if (file[i] == tag[0] && file[i + 1] == tag[1]) {
          return i;
        }
      }
    }
    throw new IllegalStateException("no orientation in this file");
  }

  @Test
  void metadataThatUnpacksToGigabytesIsNotUnpacked() throws IOException {
    byte[] png =
        cases()
            .filter(c -> c.name().equals("PNG of orientation 6"))
            .findFirst()
            .orElseThrow()
            .file();
    byte[] announced = new byte[png.length + 12];
    System.arraycopy(png, 0, announced, 0, 33);
    // A chunk of text, two gigabytes long, right behind the header.
    ByteBuffer.wrap(announced, 33, 12).putInt(0x7fffffff).put("zTXt".getBytes(US_ASCII)).putInt(0);
    System.arraycopy(png, 33, announced, 45, png.length - 33);

    assertThatThrownBy(() -> PictureFile.decode(announced)).isInstanceOf(IOException.class);
  }
}

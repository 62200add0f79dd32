package dev.spinrun.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.ObjectStores;
import dev.spinrun.runstore.object.StoreSettings;
import dev.spinrun.trainer.diffusion.Picture;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final Picture RED =
      new Picture(2, 2, new byte[] {-1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0});

  @TempDir Path folder;
  private ObjectStore store;

  @BeforeEach
  void writeADataSet() {
    store = new ObjectStores(StoreSettings.brief(null, null, null)).at("file://" + folder);
    store.write("a.png", Pictures.png(RED));
    metadata("{\"file_name\": \"a.png\", \"text\": \"red\"}");
  }

  @Test
  void imagesComeWithTheirCaptionsInTheOrderOfTheFile() {
    store.write("b.png", Pictures.png(RED));
    metadata(
        "{\"file_name\": \"b.png\", \"text\": \"second\"}\n\n{\"file_name\": \"a.png\", \"text\": \"first\"}");

    ImageFolder data = ImageFolder.open(store);

    assertThat(data.examples()).extracting(Captioned::text).containsExactly("second", "first");
    assertThat(data.image(data.examples().get(1), 2)).isEqualTo(RED);
  }

  @Test
  void badLinesAreNamedAllAtOnce() {
    metadata("{\"file_name\": \"a.png\"}\nnot json\n{\"file_name\": \"a.png\", \"text\": \" \"}");

    assertThatThrownBy(() -> ImageFolder.open(store))
        .hasMessageContaining("metadata.jsonl has 3 bad lines")
        .hasMessageContaining("line 1 has no text in `text`; line 2 is no JSON object; line 3");
  }

  @Test
  void missingImagesAreNamed() {
    metadata("{\"file_name\": \"gone.png\", \"text\": \"x\"}");

    assertThatThrownBy(() -> ImageFolder.open(store))
        .hasMessageContaining("1 images that are not there: gone.png.");
  }

  @Test
  void aFolderWithoutMetadataIsNoDataSet() {
    store.delete("metadata.jsonl");

    assertThatThrownBy(() -> ImageFolder.open(store)).hasMessageContaining("has no metadata.jsonl");
  }

  @Test
  void aFileThatIsNoImageIsNamed() {
    store.write("a.png", "not an image".getBytes(UTF_8));
    ImageFolder data = ImageFolder.open(store);

    assertThatThrownBy(() -> data.image(data.examples().get(0), 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("a.png cannot be read as an image");
  }

  @Test
  void theDigestChangesWithTheContent() {
    String before = ImageFolder.open(store).digest();
    metadata("{\"file_name\": \"a.png\", \"text\": \"another caption\"}");

    assertThat(ImageFolder.open(store).digest()).isNotEqualTo(before);
  }

  @Test
  void aWidePictureIsScaledToItsShorterSideAndCutInTheMiddle() {
    byte[] rgb = new byte[8 * 4 * 3];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % 8;
      rgb[i] = (byte) (x < 2 || x > 5 ? 0 : 200);
    }

    Picture square = Resampler.square(new Picture(8, 4, rgb), 2);

    assertThat(square.width()).isEqualTo(2);
    assertThat(square.height()).isEqualTo(2);
    // Pillow 13.0.0: Image.fromarray(a).resize((4, 2), BILINEAR).crop((1, 0, 3, 2)) gives 175
    // everywhere.
    assertThat(square.value(0, 0, 0)).isEqualTo(175);
    assertThat(square.value(1, 1, 2)).isEqualTo(175);
  }

  private void metadata(String lines) {
    store.write("metadata.jsonl", lines.getBytes(UTF_8));
  }
}

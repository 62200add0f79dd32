package dev.spinrun.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import dev.spinrun.trainer.data.DataSets.Fields;
import dev.spinrun.trainer.data.PictureLoader.Outcome;
import dev.spinrun.trainer.data.PictureLoader.Outcome.Loaded;
import dev.spinrun.trainer.data.PictureLoader.Outcome.Unusable;
import dev.spinrun.trainer.data.picture.Pictures;
import dev.spinrun.trainer.data.picture.Resampler;
import dev.spinrun.trainer.diffusion.picture.Picture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final Picture RED =
      new Picture(2, 2, new byte[] {-1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0});
  private static final Picture BLACK = new Picture(2, 2, new byte[12]);

  @TempDir Path folder;
  private ObjectStore store;

  @BeforeEach
  void writeADataSet() {
    store = new ObjectStores(StoreSettings.brief(null, null, null)).at("file://" + folder);
    store.write("a.png", Pictures.png(RED));
    metadata("{\"file_name\": \"a.png\", \"text\": \"red\"}");
  }

  private DataSet open(boolean pairs) {
    return DataSets.open(store, pairs, Fields.USUAL, folder);
  }

  private List<Outcome> load(boolean pairs) {
    return Loading.all(open(pairs), 2);
  }

  @Test
  void imagesComeWithTheirCaptionsInTheOrderOfTheFile() {
    store.write("b.png", Pictures.png(BLACK));
    metadata(
        "{\"file_name\": \"b.png\", \"text\": \"second\"}\n\n{\"file_name\": \"a.png\", \"text\": \"first\"}");

    assertThat(load(false))
        .containsExactly(new Loaded(0, "second", BLACK, null), new Loaded(1, "first", RED, null));
  }

  @Test
  void pairsNameTheOtherImage() {
    store.write("b.png", Pictures.png(BLACK));
    metadata("{\"file_name\": \"a.png\", \"rejected_file_name\": \"b.png\", \"text\": \"red\"}");

    assertThat(load(true)).containsExactly(new Loaded(0, "red", RED, BLACK));
    assertThat(load(false)).containsExactly(new Loaded(0, "red", RED, null));
  }

  @Test
  void aPairWithoutItsOtherImageIsNamed() {
    assertThatThrownBy(() -> open(true))
        .hasMessageContaining("line 1 has no text in `rejected_file_name`");
  }

  @Test
  void badLinesAreNamedAllAtOnce() {
    metadata("{\"file_name\": \"a.png\"}\nnot json\n{\"file_name\": \"a.png\", \"text\": \" \"}");

    assertThatThrownBy(() -> open(false))
        .hasMessageContaining("metadata.jsonl has 3 bad lines")
        .hasMessageContaining("line 1 has no text in `text`; line 2 is no JSON object; line 3");
  }

  @Test
  void missingImagesAreNamed() {
    metadata("{\"file_name\": \"gone.png\", \"text\": \"x\"}");

    assertThatThrownBy(() -> open(false))
        .hasMessageContaining("1 images that are not there: gone.png.");
  }

  @Test
  void aFolderWithoutMetadataIsNoDataSetAndOneOfSeveralKindsIsNone() {
    store.write("b.tar", new byte[10240]);

    assertThatThrownBy(() -> open(false)).hasMessageContaining("holds several kinds");
    store.delete("metadata.jsonl");
    store.delete("b.tar");

    assertThatThrownBy(() -> open(false))
        .hasMessageContaining("holds no data set")
        .hasMessageContaining("metadata.jsonl");
  }

  @Test
  void aFileThatIsNoImageIsNamed() {
    store.write("a.png", "not an image".getBytes(UTF_8));

    assertThat(load(false))
        .singleElement()
        .isEqualTo(
            new Unusable(0, "file://" + folder + "/a.png", "it is no PNG, JPEG, WebP, GIF or BMP"));
  }

  @Test
  void theDigestChangesWithTheContent() {
    String before = open(false).digest();
    metadata("{\"file_name\": \"a.png\", \"text\": \"another caption\"}");

    assertThat(open(false).digest()).isNotEqualTo(before);
  }

  @Test
  void tooManySkippedExamplesEndTheReading() {
    SkippedExamples skipped = new SkippedExamples("s3://d", 1);
    skipped.add(new Unusable(0, "a", "it is broken"));

    assertThat(skipped.summary())
        .isEqualTo("1 examples of s3://d were left out: a (it is broken).");
    assertThatThrownBy(() -> skipped.add(new Unusable(0, "b", "it has no caption")))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("2 examples of s3://d cannot be used, 1 may be left out")
        .hasMessageContaining("a (it is broken); b (it has no caption)")
        .hasMessageContaining("spec.data.maxSkipped");
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

package dev.spinrun.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.open.ObjectStores;
import dev.spinrun.trainer.data.DataSets.Fields;
import dev.spinrun.trainer.data.PictureLoader.Outcome.Loaded;
import dev.spinrun.trainer.data.PictureLoader.Outcome.Unusable;
import dev.spinrun.trainer.data.picture.Pictures;
import dev.spinrun.trainer.diffusion.picture.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebDatasetTest {
  private static final Picture RED =
      new Picture(2, 2, new byte[] {-1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0});
  private static final Picture BLACK = new Picture(2, 2, new byte[12]);

  @TempDir Path folder;
  @TempDir Path work;
  private ObjectStore store;

  @BeforeEach
  void open() {
    store = new ObjectStores(StoreSettings.brief(null, null, null)).at("file://" + folder);
  }

  private DataSet open(boolean pairs) {
    return DataSets.open(store, pairs, Fields.USUAL, work);
  }

  @SafeVarargs
  private void archive(String name, Map.Entry<String, byte[]>... files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store.write(name, bytes.toByteArray());
  }

  private static Map.Entry<String, byte[]> file(String name, byte[] content) {
    return Map.entry(name, content);
  }

  private static Map.Entry<String, byte[]> text(String name, String content) {
    return Map.entry(name, content.getBytes(UTF_8));
  }

  @Test
  void neighboursOfOneNameAreAnExampleInTheOrderOfTheArchives() {
    archive(
        "b.tar",
        text("0003.json", "{\"caption\": \"third\"}"),
        file("0003.png", Pictures.png(RED)));
    archive(
        "a.tar",
        file("x/0001.png", Pictures.png(RED)),
        text("x/0001.txt", " first\n"),
        file("x/0002.PNG", Pictures.png(BLACK)),
        text("x/0002.cls", "7"),
        text("x/0002.txt", "second"));

    assertThat(Loading.all(open(false), 2))
        .containsExactly(
            new Loaded(0, "first", RED, null),
            new Loaded(1, "second", BLACK, null),
            new Loaded(2, "third", RED, null));
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void selectedExamplesAreFoundByTheirNumbersAndOtherArchivesStayWhereTheyAre() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      archive(
          name + ".tar",
          file("1.png", Pictures.png(RED)),
          text("1.txt", name + 1),
          file("2.png", Pictures.png(RED)),
          text("2.txt", name + 2));
    }
    DataSet data = open(false);
    List<Integer> files = data.count((file, of) -> {});
    assertThat(files).containsExactly(2, 2, 2);

    Files.delete(folder.resolve("b.tar"));
    BitSet numbers = new BitSet();
    numbers.set(1);
    numbers.set(4);
    assertThat(Loading.selected(data, new Selection(numbers, files), 2))
        .containsExactly(new Loaded(1, "a2", RED, null), new Loaded(4, "c1", RED, null));
    assertThatThrownBy(() -> Loading.all(data, 2)).hasMessageContaining("b.tar");
  }

  @Test
  void pairsHaveARejectedImage() {
    archive(
        "a.tar",
        file("1.rejected.png", Pictures.png(BLACK)),
        file("1.png", Pictures.png(RED)),
        text("1.txt", "red"),
        file("2.png", Pictures.png(RED)),
        text("2.txt", "alone"));

    assertThat(Loading.all(open(true), 2))
        .containsExactly(
            new Loaded(0, "red", RED, BLACK),
            new Unusable(
                1,
                "file://" + folder + "/a.tar/2",
                "file://" + folder + "/a.tar/2 has no rejected image"));
  }

  @Test
  void whatLacksCaptionOrImageIsNamed() {
    archive(
        "a.tar",
        file("1.png", Pictures.png(RED)),
        text("2.txt", "no image"),
        text("3.json", "{\"label\": 3}"),
        file("3.png", Pictures.png(RED)));

    assertThat(Loading.all(open(false), 2))
        .containsExactly(
            new Unusable(0, "file://" + folder + "/a.tar/1", "it has no caption"),
            new Unusable(
                1, "file://" + folder + "/a.tar/2", "file://" + folder + "/a.tar/2 has no image"),
            new Unusable(2, "file://" + folder + "/a.tar/3", "it has no caption"));
  }

  @Test
  void anArchiveThatIsCutShortIsNamed() {
    archive("a.tar", file("1.png", new byte[4000]), text("1.txt", "x"));
    byte[] whole = store.read("a.tar", 1 << 20);
    store.write("a.tar", Arrays.copyOf(whole, 2000));

    assertThatThrownBy(() -> Loading.all(open(false), 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("a.tar cannot be read as an archive");
  }

  @Test
  void anArchiveWhoseFilesAllHaveOneKeyIsRefusedBeforeItFillsTheMemory() {
    archive(
        "a.tar",
        IntStream.rangeClosed(1, 300)
            .mapToObj(i -> text("image.%d.txt".formatted(i), "x"))
            .<Map.Entry<String, byte[]>>toArray(Map.Entry[]::new));

    assertThatThrownBy(() -> Loading.all(open(false), 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "file://%s/a.tar has more than 256 files in one example, that of the key `image`. Files of equal names up to the first dot are one example: give each example a name of its own."
                .formatted(folder));
  }

  @Test
  void anExampleOfMoreThanFitsIsRefusedBeforeItIsRead() throws IOException {
    byte[] header = new byte[TarConstants.DEFAULT_RCDSIZE];
    TarArchiveEntry huge = new TarArchiveEntry("1.png");
    huge.setSize(300L << 20);
    huge.writeEntryHeader(header);
    store.write("a.tar", header);

    assertThatThrownBy(() -> Loading.all(open(false), 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("has more than 256 MiB in one example, that of the key `1`");
  }
}

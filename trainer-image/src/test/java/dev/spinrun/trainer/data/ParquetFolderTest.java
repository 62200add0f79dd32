package dev.spinrun.trainer.data;

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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables with the columns that data sets on the hub have. */
class ParquetFolderTest {
  private static final Picture RED =
      new Picture(2, 2, new byte[] {-1, 0, 0, -1, 0, 0, -1, 0, 0, -1, 0, 0});
  private static final Picture BLACK = new Picture(2, 2, new byte[12]);
  private static final String RED_BLOB = blob(RED);
  private static final String BLACK_BLOB = blob(BLACK);

  @TempDir Path folder;
  @TempDir Path work;
  private ObjectStore store;

  @BeforeEach
  void open() {
    store = new ObjectStores(StoreSettings.brief(null, null, null)).at("file://" + folder);
  }

  private static String blob(Picture picture) {
    return "unhex('" + HexFormat.of().formatHex(Pictures.png(picture)) + "')";
  }

  private DataSet open(boolean pairs, Fields fields) {
    return DataSets.open(store, pairs, fields, work);
  }

  private void table(String file, String rows) {
    try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = database.createStatement()) {
      statement.execute("COPY (" + rows + ") TO '" + folder.resolve(file) + "' (FORMAT parquet)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void imagesOfTheDatasetsLibraryAreStructures() {
    table(
        "b.parquet",
        "SELECT {'bytes': " + BLACK_BLOB + ", 'path': 'x.png'} AS image, 'second' AS text");
    table(
        "a.parquet",
        "SELECT {'bytes': " + RED_BLOB + ", 'path': NULL} AS image, ' first ' AS text");

    assertThat(Loading.all(open(false, Fields.USUAL), 2))
        .containsExactly(new Loaded(0, "first", RED, null), new Loaded(1, "second", BLACK, null));
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void selectedRowsAreFoundByTheirNumbersAndOtherTablesStayWhereTheyAre() throws IOException {
    String row = "SELECT " + RED_BLOB + " AS image, 'n' || i AS text FROM range(%d, %d) t(i)";
    table("a.parquet", row.formatted(0, 3));
    table("b.parquet", row.formatted(3, 5));
    table("c.parquet", row.formatted(5, 9));
    DataSet data = open(false, Fields.USUAL);
    List<Integer> files = data.count((file, of) -> {});
    assertThat(files).containsExactly(3, 2, 4);

    Files.delete(folder.resolve("b.parquet"));
    BitSet numbers = new BitSet();
    numbers.set(1);
    numbers.set(6, 8);
    assertThat(Loading.selected(data, new Selection(numbers, files), 2))
        .containsExactly(
            new Loaded(1, "n1", RED, null),
            new Loaded(6, "n6", RED, null),
            new Loaded(7, "n7", RED, null));
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void columnsCanBeNamed() {
    table(
        "a.parquet", "SELECT " + RED_BLOB + " AS picture, 'rot' AS \"caption de\", 'red' AS text");

    assertThat(Loading.all(open(false, new Fields("picture", "caption de")), 2))
        .containsExactly(new Loaded(0, "rot", RED, null));
    assertThatThrownBy(() -> Loading.all(open(false, Fields.USUAL), 2))
        .hasMessageContaining(
            "has no column of images; its columns are [picture, caption de, text]")
        .hasMessageContaining("spec.data.imageField");
  }

  @Test
  void ofPickAPicTheLabelTellsWhichImageIsPreferredAndTiesAreLeftOut() {
    table(
        "train.parquet",
        """
        SELECT * FROM (VALUES ('one', %1$s, %2$s, 1.0), ('tie', %1$s, %2$s, 0.5),
          ('two', %2$s, %1$s, 0.0), ('open', %1$s, %2$s, NULL)) t(caption, jpg_0, jpg_1, label_0)
        """
            .formatted(RED_BLOB, BLACK_BLOB));

    assertThat(Loading.all(open(true, Fields.USUAL), 2))
        .containsExactly(new Loaded(0, "one", RED, BLACK), new Loaded(1, "two", RED, BLACK));
    assertThat(Loading.all(open(false, Fields.USUAL), 2))
        .containsExactly(new Loaded(0, "one", RED, null), new Loaded(1, "two", RED, null));
  }

  @Test
  void rowsWithoutImageOrCaptionAreNamed() {
    table(
        "a.parquet",
        "SELECT * FROM (VALUES (NULL, 'x'), (" + RED_BLOB + ", NULL)) t(image, caption)");
    String where = "file://" + folder + "/a.parquet row ";

    assertThat(Loading.all(open(false, Fields.USUAL), 2))
        .containsExactly(
            new Unusable(0, where + 1, where + "1 has no image"),
            new Unusable(1, where + 2, "it has no caption"));
  }

  @Test
  void aFileThatIsNoTableIsNamed() {
    store.write("a.parquet", "not parquet".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> Loading.all(open(false, Fields.USUAL), 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("a.parquet cannot be read as a parquet file");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'x.png' AS image, 'x' AS text | a.parquet has VARCHAR in its column image; images are BLOB",
        "7 AS image, 'x' AS text | has INTEGER in its column image",
        "{'path': 'x.png'} AS image, 'x' AS text | in its column image; images are BLOB, or STRUCT",
        "['x'] AS image, 'x' AS text | has VARCHAR[] in its column image",
        "''::BLOB AS image, 7 AS text | a.parquet has INTEGER in its column text; captions are VARCHAR",
        "''::BLOB AS image, {'a': 1} AS text | in its column text; captions are VARCHAR"
      },
      quoteCharacter = '`')
  void aColumnOfAnotherTypeIsNamed(String columns, String sentence) {
    table("a.parquet", "SELECT " + columns);

    assertThatThrownBy(() -> Loading.all(open(false, Fields.USUAL), 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aTableWhosePagesAreDamagedIsNamed() throws IOException {
    table("a.parquet", "SELECT " + RED_BLOB + " AS image, 'x' || i AS text FROM range(2000) t(i)");
    byte[] whole = Files.readAllBytes(folder.resolve("a.parquet"));
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = whole.clone();
      for (int change = 0; change < 20; change++) {
        damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
      }
      Files.write(folder.resolve("a.parquet"), damaged);
      try {
        Loading.all(open(false, Fields.USUAL), 2);
      } catch (InvalidDataException e) {
        assertThat(e.getMessage()).contains("a.parquet");
      }
    }
  }
}

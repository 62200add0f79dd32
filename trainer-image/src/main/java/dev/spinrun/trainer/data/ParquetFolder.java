package dev.spinrun.trainer.data;

import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.trainer.data.DataSets.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Tables of images and captions, as data sets on Hugging Face's hub have them, Pick-a-Pic v2
 * included.
 *
 * <p>Read by DuckDB with one thread and little memory: rows stream out of a file on the local disk.
 */
final class ParquetFolder implements DataSet {
  private static final String URL = "jdbc:duckdb:";
  private static final String ERROR = "Error: ";
  private static final List<String> SETTINGS =
      List.of(
          "SET threads = 1",
          "SET memory_limit = '2GB'",
          "SET preserve_insertion_order = true",
          // Nothing is downloaded behind our back.
          "SET autoinstall_known_extensions = false",
          "SET autoload_known_extensions = false");

  private final ObjectSource source;
  private final List<ObjectInfo> files;
  private final boolean pairs;
  private final Fields fields;
  private final Path work;

  ParquetFolder(
      ObjectSource source, List<ObjectInfo> files, boolean pairs, Fields fields, Path work) {
    this.source = source;
    this.files = files;
    this.pairs = pairs;
    this.fields = fields;
    this.work = work;
  }

  @Override
  public String digest() {
    return ImageFolder.digest(files);
  }

  @Override
  public int announced() {
    return 0;
  }

  @Override
  public Entries open() {
    return new Reader();
  }

  /** Reads one file after the other; each is on the local disk while it is read. */
  private final class Reader implements Entries {
    private final Iterator<ObjectInfo> rest = files.iterator();
    private final Path local = work.resolve("table.parquet");
    private String file = "";
    private int row;
    private @Nullable Connection database;
    private @Nullable ResultSet rows;

    @Override
    public @Nullable Entry next() {
      try {
        while (rows == null || !rows.next()) {
          if (!rest.hasNext()) {
            return null;
          }
          begin(rest.next().key());
        }
        row++;
        return entry(rows, "%s row %d".formatted(file, row));
      } catch (SQLException e) {
        throw new InvalidDataException(
            "%s cannot be read as a parquet file (%s). Write or download it again."
                .formatted(file, reason(e)),
            e);
      }
    }

    private Entry entry(ResultSet at, String name) throws SQLException {
      try {
        String caption = Objects.requireNonNullElse(at.getString(1), "").strip();
        Content image = content(name, at.getBytes(2));
        return new Entry(name, caption, image, pairs ? content(name, at.getBytes(3)) : null);
      } catch (RuntimeException e) {
        // The driver's own, for values that are not of the column's type.
        throw new SQLException(name + " is broken", e);
      }
    }

    /** DuckDB's own sentence, about the file that the user knows. */
    private String reason(SQLException e) {
      String message = String.valueOf(e.getMessage());
      String last = message.substring(message.lastIndexOf(ERROR) + ERROR.length());
      String sentence = message.contains(ERROR) ? last : message;
      return Excerpt.of(sentence.lines().findFirst().orElse("").replace(local.toString(), file));
    }

    private Content content(String name, byte @Nullable [] bytes) {
      return () -> {
        if (bytes == null) {
          throw new InvalidDataException(name + " has no image");
        }
        return bytes;
      };
    }

    private void begin(String object) throws SQLException {
      close();
      file = source.locate(object);
      row = 0;
      source.download(object, local);
      Properties streaming = new Properties();
      streaming.setProperty("jdbc_stream_results", "true");
      database = DriverManager.getConnection(URL, streaming);
      Statement statement = database.createStatement();
      for (String setting : SETTINGS) {
        statement.execute(setting);
      }
      String table = "read_parquet('" + local.toString().replace("'", "''") + "')";
      rows =
          statement.executeQuery(
              ParquetColumns.select(file, columns(statement, table), fields, pairs)
                  + " FROM "
                  + table
                  + ParquetColumns.where(columns(statement, table)));
    }

    /** Types by name. */
    private Map<String, String> columns(Statement statement, String table) throws SQLException {
      Map<String, String> columns = new LinkedHashMap<>();
      try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + table)) {
        while (described.next()) {
          columns.put(described.getString(1), described.getString(2));
        }
      }
      return columns;
    }

    @Override
    public void close() {
      try {
        if (database != null) {
          database.close();
        }
        database = null;
        rows = null;
        Files.deleteIfExists(local);
      } catch (SQLException e) {
        throw new IllegalStateException("A database in memory cannot be closed.", e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

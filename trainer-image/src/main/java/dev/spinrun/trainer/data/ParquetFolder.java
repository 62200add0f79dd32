package dev.spinrun.trainer.data;

import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.trainer.data.DataSets.Fields;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
final class ParquetFolder extends FileByFile {
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

  private final boolean pairs;
  private final Fields fields;

  ParquetFolder(
      ObjectSource source, List<ObjectInfo> files, boolean pairs, Fields fields, Path work) {
    super(source, files, work);
    this.pairs = pairs;
    this.fields = fields;
  }

  @Override
  public Reader open(Selection selection) {
    return new TableReader(selection);
  }

  private final class TableReader extends Reader {
    private int row;
    private @Nullable Connection database;
    private @Nullable ResultSet rows;

    TableReader(Selection selection) {
      super(selection);
    }

    @Override
    public @Nullable Entry next() {
      try {
        while (rows != null || download()) {
          if (rows == null) {
            select();
          } else if (!rows.next()) {
            close();
          } else {
            row++;
            int number = numbered();
            if (isSelected(number)) {
              return entry(number, rows, "%s row %d".formatted(file, row));
            }
          }
        }
        return null;
      } catch (SQLException e) {
        throw new InvalidDataException(
            "%s cannot be read as a parquet file (%s). Write or download it again."
                .formatted(file, reason(e)),
            e);
      }
    }

    private Entry entry(int number, ResultSet at, String name) throws SQLException {
      try {
        String caption = Objects.requireNonNullElse(at.getString(1), "").strip();
        Content image = content(name, at.getBytes(2));
        return new Entry(
            number, name, caption, image, pairs ? content(name, at.getBytes(3)) : null);
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

    private void select() throws SQLException {
      row = 0;
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
      } catch (SQLException e) {
        throw new IllegalStateException("A database in memory cannot be closed.", e);
      } finally {
        super.close();
      }
    }
  }
}

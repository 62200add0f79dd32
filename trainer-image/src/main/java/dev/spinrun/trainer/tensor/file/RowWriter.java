package dev.spinrun.trainer.tensor.file;

import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes one fp32 tensor as a safetensors file, row by row, without holding it in memory.
 *
 * <p>The file appears under its name when all rows that were announced have come.
 */
public final class RowWriter implements AutoCloseable {
  private final Path path;
  private final Path partial;
  private final FileChannel channel;
  private final Shape rowShape;
  private final long rows;
  private long written;

  private RowWriter(Path path, Path partial, FileChannel channel, long rows, Shape rowShape) {
    this.path = path;
    this.partial = partial;
    this.channel = channel;
    this.rows = rows;
    this.rowShape = rowShape;
  }

  /** Begins a tensor of shape [rows, ...rowShape]. */
  public static RowWriter open(Path path, String tensor, long rows, Shape rowShape)
      throws IOException {
    Path partial = path.resolveSibling(path.getFileName() + ".partial");
    FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      Map<String, Shape> tensors = Map.of(tensor, rowShape.prepend(rows));
      SafetensorsWriter.writeFully(
          channel, SafetensorsWriter.header(new TreeMap<>(tensors), Map.of()));
      return new RowWriter(path, partial, channel, rows, rowShape);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Appends a row. */
  public void append(float[] row) throws IOException {
    if (row.length != rowShape.elements() || written == rows) {
      throw new IllegalArgumentException(
          "Row %d of %d numbers does not fit a tensor of %d rows of shape %s."
              .formatted(written, row.length, rows, rowShape));
    }
    ByteBuffer bytes = ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(row);
    SafetensorsWriter.writeFully(channel, bytes);
    written++;
  }

  /** Ends the file; one that lacks rows is dropped. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (written == rows) {
      Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(partial);
    }
  }
}

package dev.spinrun.trainer.data.prepared;

import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorEntry;
import dev.spinrun.trainer.tensor.file.SafetensorsFile;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Equally shaped rows of fp32 numbers in a safetensors file, read one at a time.
 *
 * <p>Read, not mapped: a process that went through all rows of a large data set would seem to hold
 * all of them. The file must not change meanwhile. Several threads may read.
 */
public final class RowFile implements AutoCloseable {
  private final FileChannel channel;
  private final long begin;
  private final Shape rowShape;
  private final int size;

  private RowFile(FileChannel channel, long begin, Shape rowShape, int size) {
    this.channel = channel;
    this.begin = begin;
    this.rowShape = rowShape;
    this.size = size;
  }

  /** The rows of one tensor; its first dimension counts them. */
  public static RowFile open(Path path, String tensor) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      TensorEntry entry = file.entries().get(tensor);
      if (entry == null) {
        throw new InvalidDataException(path + " has no tensor `" + tensor + "`.");
      }
      List<Long> dims = new ArrayList<>(entry.shape().dims());
      int size = Math.toIntExact(dims.remove(0));
      return new RowFile(FileChannel.open(path), entry.begin(), new Shape(dims), size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes named lists of rows into one file. */
  public static void write(Path path, Map<String, Rows> tensors) {
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> all = new LinkedHashMap<>();
      tensors.forEach((name, rows) -> all.put(name, rows.tensor(scope)));
      SafetensorsWriter.write(path, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of one shape, to be written. */
  public record Rows(List<float[]> rows, Shape rowShape) {
    Tensor tensor(Scope scope) {
      int length = Math.toIntExact(rowShape.elements());
      float[] all = new float[rows.size() * length];
      for (int i = 0; i < rows.size(); i++) {
        System.arraycopy(rows.get(i), 0, all, i * length, length);
      }
      return scope.floats(all, rowShape.prepend(rows.size()));
    }
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  /** Shape of each row. */
  public Shape rowShape() {
    return rowShape;
  }

  /** A copy of one row. */
  public float[] row(int index) {
    int length = Math.toIntExact(rowShape.elements());
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long position = begin + (long) index * bytes.capacity();
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, position + bytes.position()) < 0) {
          throw new EOFException("row " + index + " is cut short");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    float[] row = new float[length];
    bytes.flip().asFloatBuffer().get(row);
    return row;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.spinrun.trainer.data;

import dev.spinrun.trainer.tensor.SafetensorsFile;
import dev.spinrun.trainer.tensor.SafetensorsWriter;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Equally shaped rows of fp32 numbers in a safetensors file, read one at a time.
 *
 * <p>The file is mapped: rows that are not in use cost no memory. It must not change meanwhile.
 * Several threads may read.
 */
public final class RowFile {
  private final ByteBuffer bytes;
  private final Shape rowShape;
  private final int size;

  private RowFile(ByteBuffer bytes, Shape rowShape, int size) {
    this.bytes = bytes;
    this.rowShape = rowShape;
    this.size = size;
  }

  /** The rows of one tensor; its first dimension counts them. */
  public static RowFile open(Path path, String tensor) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      if (!file.entries().containsKey(tensor)) {
        throw new InvalidDataException(path + " has no tensor `" + tensor + "`.");
      }
      List<Long> dims = new ArrayList<>(file.entries().get(tensor).shape().dims());
      int size = Math.toIntExact(dims.remove(0));
      Shape rowShape = Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
      return new RowFile(file.bytes(tensor), rowShape, size);
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
      long[] dims = new long[rowShape.rank() + 1];
      dims[0] = rows.size();
      System.arraycopy(rowShape.toArray(), 0, dims, 1, rowShape.rank());
      return scope.floats(all, Shape.of(dims));
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
    float[] row = new float[length];
    bytes
        .duplicate()
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(index * length * Float.BYTES)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(row);
    return row;
  }
}

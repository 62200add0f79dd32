package dev.spinrun.trainer.tensor.file;

import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file in which each tensor lies in one piece.
 *
 * <p>On the CPU an fp32 tensor is the mapped file itself: reading costs no memory of the process
 * and no time before the first use, and the tensor <b>must not be written to</b>; copy it first.
 * Half precision is widened to fp32 on reading, exactly. The file must not change while tensors of
 * it are open.
 */
public abstract sealed class TensorFile implements TensorSource permits SafetensorsFile, TorchFile {
  private static final String SAFETENSORS = ".safetensors";

  private final Path path;
  private final FileChannel channel;
  private final Map<String, TensorEntry> entries;

  TensorFile(Path path, FileChannel channel, Map<String, TensorEntry> entries) {
    this.path = path;
    this.channel = channel;
    this.entries = Map.copyOf(entries);
  }

  /**
   * Opens a file of the format that its name tells, and checks all that it says of itself.
   *
   * @throws MalformedTensorFileException if anything in it contradicts the format
   */
  public static TensorFile open(Path path) throws IOException {
    return path.toString().endsWith(SAFETENSORS)
        ? SafetensorsFile.open(path)
        : TorchFile.open(path);
  }

  @Override
  public Map<String, TensorEntry> entries() {
    return entries;
  }

  /** The stored little-endian bytes of one tensor, mapped. */
  public ByteBuffer bytes(String name) throws IOException {
    return map(entry(name)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private MappedByteBuffer map(TensorEntry entry) throws IOException {
    if (entry.bytes() > Integer.MAX_VALUE) {
      throw new MalformedTensorFileException(
          "%s has %d bytes in tensor `%s`; one tensor may have 2 GiB."
              .formatted(path, entry.bytes(), entry.name()));
    }
    if (entry.end() > channel.size()) {
      // Would be taken for a wish to make the file longer.
      throw new MalformedTensorFileException(
          "%s ends before its tensor `%s`. Write or download the file again."
              .formatted(path, entry.name()));
    }
    return channel.map(FileChannel.MapMode.READ_ONLY, entry.begin(), entry.bytes());
  }

  /** As {@link #read(Scope, String, Shape)}, in the stored shape. */
  public Tensor read(Scope scope, String name) throws IOException {
    return read(scope, name, entry(name).shape());
  }

  @Override
  public Tensor read(Scope scope, String name, Shape shape) throws IOException {
    TensorEntry entry = entry(name);
    if (shape.elements() != entry.shape().elements()) {
      throw new IllegalArgumentException(
          "Tensor `%s` of shape %s cannot be seen as %s.".formatted(name, entry.shape(), shape));
    }
    MappedByteBuffer mapped = map(entry);
    ByteBuffer stored = mapped.order(ByteOrder.LITTLE_ENDIAN);
    return switch (entry.type()) {
      case FLOAT32 ->
          isAligned(entry) ? scope.map(mapped, shape) : scope.floats(aligned(stored, entry), shape);
      case INT64 -> scope.longs(aligned(stored, entry), shape);
      case FLOAT16 -> scope.widened(aligned(stored, entry), shape);
      case BFLOAT16 -> scope.floats(widenBfloat(stored, entry), shape);
      case FLOAT64, INT32, UINT8 ->
          throw new MalformedTensorFileException(
              "%s stores tensor `%s` as %s; weights are F32, F16 or BF16."
                  .formatted(path, name, entry.type().code()));
    };
  }

  private TensorEntry entry(String name) {
    TensorEntry entry = entries.get(name);
    if (entry == null) {
      throw new MalformedTensorFileException(path + " has no tensor `" + name + "`.");
    }
    return entry;
  }

  private static boolean isAligned(TensorEntry entry) {
    return entry.begin() % entry.type().bytes() == 0;
  }

  /** Not all writers pad; libtorch's kernels want aligned elements. */
  private static ByteBuffer aligned(ByteBuffer stored, TensorEntry entry) {
    if (isAligned(entry)) {
      return stored;
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(stored.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    return copy.put(stored).flip();
  }

  /** In Java, because a bfloat16 array ends the process in most operations of DJL 0.32. */
  private ByteBuffer widenBfloat(ByteBuffer stored, TensorEntry entry) {
    if (stored.remaining() > Integer.MAX_VALUE / 2) {
      throw new MalformedTensorFileException(
          "%s has %d bytes of BF16 in tensor `%s`; one tensor may have 2 GiB as F32. Take a model of the size of Stable Diffusion 1.x or 2.x."
              .formatted(path, entry.bytes(), entry.name()));
    }
    ByteBuffer wide =
        ByteBuffer.allocateDirect(stored.remaining() * 2).order(ByteOrder.LITTLE_ENDIAN);
    while (stored.hasRemaining()) {
      wide.putInt(stored.getShort() << Short.SIZE);
    }
    return wide.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

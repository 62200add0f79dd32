package dev.spinrun.trainer.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads a safetensors file, tensor by tensor.
 *
 * <p>On the CPU an fp32 tensor is the mapped file itself: reading costs no memory of the process
 * and no time before the first use, and the tensor <b>must not be written to</b>; copy it first.
 * Half precision is widened to fp32 on reading, exactly. The file must not change while tensors of
 * it are open.
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final int LENGTH_BYTES = 8;

  /** Limit of the reference implementation; a longer "header" is another kind of file. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private final Path path;
  private final FileChannel channel;
  private final SafetensorsHeader.Content content;

  private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader.Content content) {
    this.path = path;
    this.channel = channel;
    this.content = content;
  }

  /**
   * Opens a file and checks its whole header.
   *
   * @throws MalformedTensorFileException if anything in it contradicts the format
   */
  public static SafetensorsFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      return new SafetensorsFile(path, channel, header(path, channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SafetensorsHeader.Content header(Path path, FileChannel channel)
      throws IOException {
    long fileBytes = channel.size();
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, length, 0);
    long headerBytes = length.hasRemaining() ? -1 : length.getLong(0);
    if (headerBytes < 2
        || headerBytes > MAX_HEADER_BYTES
        || headerBytes > fileBytes - LENGTH_BYTES) {
      throw new MalformedTensorFileException(
          "%s has %d bytes and claims a header of %d. It is no safetensors file or it was cut short."
              .formatted(path, fileBytes, headerBytes));
    }
    ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
    readFully(channel, json, LENGTH_BYTES);
    return new SafetensorsHeader(path.toString(), LENGTH_BYTES + headerBytes, fileBytes)
        .parse(new String(json.array(), StandardCharsets.UTF_8));
  }

  private static void readFully(FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    while (target.hasRemaining() && channel.read(target, position + target.position()) >= 0) {}
  }

  /** All tensors by name, in the order of the header. */
  public Map<String, TensorEntry> entries() {
    return Map.copyOf(content.entries());
  }

  /** The free text that the writer put into the header. */
  public Map<String, String> metadata() {
    return Map.copyOf(content.metadata());
  }

  /** The stored little-endian bytes of one tensor, mapped. */
  public ByteBuffer bytes(String name) throws IOException {
    TensorEntry entry = entry(name);
    if (entry.bytes() > Integer.MAX_VALUE) {
      throw new MalformedTensorFileException(
          "%s has %d bytes in tensor `%s`; one tensor may have 2 GiB."
              .formatted(path, entry.bytes(), name));
    }
    return channel
        .map(FileChannel.MapMode.READ_ONLY, entry.begin(), entry.bytes())
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * One floating-point tensor as fp32, or 64-bit integers as they are.
   *
   * @throws MalformedTensorFileException for other element types
   */
  public Tensor read(Scope scope, String name) throws IOException {
    return read(scope, name, entry(name).shape());
  }

  /** The same, seen in another shape of as many elements. */
  public Tensor read(Scope scope, String name, Shape shape) throws IOException {
    TensorEntry entry = entry(name);
    if (shape.elements() != entry.shape().elements()) {
      throw new IllegalArgumentException(
          "Tensor `%s` of shape %s cannot be seen as %s.".formatted(name, entry.shape(), shape));
    }
    ByteBuffer stored = bytes(name);
    return switch (entry.type()) {
      case FLOAT32 -> scope.wrap(aligned(stored, entry), shape, DataType.FLOAT32);
      case INT64 -> scope.wrap(aligned(stored, entry), shape, DataType.INT64);
      case FLOAT16 -> widenHalf(scope, aligned(stored, entry), shape);
      case BFLOAT16 -> scope.wrap(widenBfloat(stored), shape, DataType.FLOAT32);
      case FLOAT64, INT32, UINT8 ->
          throw new MalformedTensorFileException(
              "%s stores tensor `%s` as %s; weights are F32, F16 or BF16."
                  .formatted(path, name, entry.type().code()));
    };
  }

  private TensorEntry entry(String name) {
    TensorEntry entry = content.entries().get(name);
    if (entry == null) {
      throw new MalformedTensorFileException(path + " has no tensor `" + name + "`.");
    }
    return entry;
  }

  /** Headers of some writers are not padded; libtorch's kernels want aligned elements. */
  private static ByteBuffer aligned(ByteBuffer stored, TensorEntry entry) {
    if (entry.begin() % entry.type().bytes() == 0) {
      return stored;
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(stored.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    return copy.put(stored).flip();
  }

  private static Tensor widenHalf(Scope scope, ByteBuffer stored, Shape shape) {
    try (Scope step = scope.child()) {
      Tensor half = step.wrap(stored, shape, DataType.FLOAT16);
      return scope.adopt((PtNDArray) half.array().toType(DataType.FLOAT32, true));
    }
  }

  /** In Java, because a bfloat16 array ends the process in most operations of DJL 0.32. */
  private static ByteBuffer widenBfloat(ByteBuffer stored) {
    ByteBuffer wide =
        ByteBuffer.allocateDirect(stored.remaining() * 2).order(ByteOrder.LITTLE_ENDIAN);
    while (stored.hasRemaining()) {
      wide.putInt(stored.getShort() << Short.SIZE);
    }
    return wide.flip();
  }

  /** Closes the file; tensors read from it stay valid. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}

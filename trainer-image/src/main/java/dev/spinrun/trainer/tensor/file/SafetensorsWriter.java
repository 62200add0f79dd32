package dev.spinrun.trainer.tensor.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.trainer.tensor.ElementType;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes fp32 tensors as a safetensors file; equal tensors give equal bytes.
 *
 * <p>Names and metadata are sorted and the header is padded to 8 bytes. The file appears under its
 * name only when it is complete.
 */
public final class SafetensorsWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ALIGNMENT = 8;

  /** What diffusers and transformers put there, and ask for when they load. */
  private static final Map<String, String> PYTORCH = Map.of("format", "pt");

  private SafetensorsWriter() {}

  /** Writes the tensors with the metadata that diffusers expects. */
  public static void write(Path path, Map<String, Tensor> tensors) throws IOException {
    write(path, tensors, PYTORCH);
  }

  /** Writes the tensors and free text about them. */
  public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
    Path partial = path.resolveSibling(path.getFileName() + ".partial");
    try (FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      SortedMap<String, Shape> shapes = new TreeMap<>();
      sorted.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      writeFully(channel, header(shapes, metadata));
      for (Tensor tensor : sorted.values()) {
        try (Scope staging = Scope.open()) {
          writeFully(channel, tensor.bytes(staging));
        }
      }
    }
    Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Length and text of the header of fp32 tensors that lie in the order of their names. */
  static ByteBuffer header(SortedMap<String, Shape> tensors, Map<String, String> metadata)
      throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      fields.put("__metadata__", new TreeMap<>(metadata));
    }
    long offset = 0;
    for (Map.Entry<String, Shape> entry : tensors.entrySet()) {
      Shape shape = entry.getValue();
      long end = offset + shape.elements() * Float.BYTES;
      Map<String, Object> field = new LinkedHashMap<>();
      field.put("dtype", ElementType.FLOAT32.code());
      field.put("shape", shape.dims());
      field.put("data_offsets", List.of(offset, end));
      fields.put(entry.getKey(), field);
      offset = end;
    }
    String json = JSON.writeValueAsString(fields);
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;
    String padded = json + " ".repeat((ALIGNMENT - bytes % ALIGNMENT) % ALIGNMENT);
    byte[] text = padded.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .flip();
  }

  static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}

package dev.spinrun.trainer.tensor.file;

import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A safetensors file. */
public final class SafetensorsFile extends TensorFile {
  private static final int LENGTH_BYTES = 8;

  /**
   * Fifty thousand tensors. Differs: the reference implementation reads 100 MB, which may take up
   * gigabytes while they are parsed.
   */
  private static final long MAX_HEADER_BYTES = 8_000_000;

  private final Map<String, String> metadata;

  private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader.Content content) {
    super(path, channel, content.entries());
    this.metadata = Map.copyOf(content.metadata());
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
      String unknown =
          " has %d bytes and claims a header of %d. It is no safetensors file or it was cut short. Write or download it again."
              .formatted(fileBytes, headerBytes);
      throw new MalformedTensorFileException(path + ForeignFile.kind(path).orElse(unknown));
    }
    ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
    readFully(channel, json, LENGTH_BYTES);
    try {
      return new SafetensorsHeader(path.toString(), LENGTH_BYTES + headerBytes, fileBytes)
          .parse(new String(json.array(), StandardCharsets.UTF_8));
    } catch (MalformedTensorFileException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // What was not foreseen is a fault of the file all the same.
      throw new MalformedTensorFileException(
          path + " has a damaged header. Write or download the file again.", e);
    }
  }

  private static void readFully(FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    while (target.hasRemaining() && channel.read(target, position + target.position()) >= 0) {}
  }

  /** The free text that the writer put into the header. */
  public Map<String, String> metadata() {
    return metadata;
  }
}

package dev.spinrun.trainer.tensor;

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

  /** Limit of the reference implementation; a longer "header" is another kind of file. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

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

  /** The free text that the writer put into the header. */
  public Map<String, String> metadata() {
    return metadata;
  }
}

package dev.spinrun.trainer.tensorboard;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Numbers over steps as an event file.
 *
 * <p>Source: tensorflow 2.18, core/util/event.proto and core/framework/summary.proto for the
 * messages, tsl/lib/io/record_writer.h for the records around them: length, checksum of the length,
 * message, checksum of the message; checksums are masked CRC-32C.
 */
public final class EventFile {
  private static final String VERSION = "brain.Event:2";
  private static final int SESSION_STARTS = 1;
  private static final int MASK = 0xa282ead8;
  private static final int MASK_ROTATION = 15;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /**
   * Begins a file.
   *
   * @param firstStep events of this step and later ones in older files of the folder are void: a
   *     training that goes on from a checkpoint makes their steps again
   */
  public EventFile(Instant now, long firstStep) {
    record(message(event -> time(event, now).writeString(3, VERSION)));
    byte[] session = message(log -> log.writeEnum(1, SESSION_STARTS));
    record(
        message(
            event -> {
              time(event, now).writeInt64(2, firstStep);
              event.writeByteArray(7, session);
            }));
  }

  /** Appends one step's numbers, by their names. */
  public void add(Instant now, long step, Map<String, Double> numbers) {
    byte[] summary =
        message(
            all -> {
              for (Map.Entry<String, Double> number : numbers.entrySet()) {
                all.writeByteArray(1, value(number.getKey(), number.getValue().floatValue()));
              }
            });
    record(
        message(
            event -> {
              time(event, now).writeInt64(2, step);
              event.writeByteArray(5, summary);
            }));
  }

  private static byte[] value(String tag, float number) {
    return message(
        value -> {
          value.writeString(1, tag);
          value.writeFloat(2, number);
        });
  }

  private static CodedOutputStream time(CodedOutputStream event, Instant now) throws IOException {
    event.writeDouble(1, now.getEpochSecond() + now.getNano() / 1e9);
    return event;
  }

  /** The file so far. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void record(byte[] message) {
    byte[] length = littleEndian(Long.BYTES).putLong(message.length).array();
    bytes.writeBytes(length);
    bytes.writeBytes(checksum(length));
    bytes.writeBytes(message);
    bytes.writeBytes(checksum(message));
  }

  private static byte[] checksum(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(content);
    int masked = Integer.rotateRight((int) crc.getValue(), MASK_ROTATION) + MASK;
    return littleEndian(Integer.BYTES).putInt(masked).array();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Fields of a message, in order. */
  private interface Fields {
    void write(CodedOutputStream to) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(buffer);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Nothing can fail in memory.", e);
    }
    return buffer.toByteArray();
  }
}

package dev.spinrun.trainer.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The bytes of a TorchScript file with methods but without weights.
 *
 * <p>Source: libtorch's serialization format (torch/csrc/jit/serialization): a zip of stored
 * entries under one folder with the source text, a pickle of the module object, a pickle of an
 * empty tuple of constants, and the format version.
 */
final class ScriptArchive {
  /** Operator schemas of this version have gelu(approximate=...); version 3 has not. */
  private static final String FORMAT_VERSION = "10\n";

  private static final String MODULE = "Script";
  private static final byte PROTOCOL = (byte) 0x80;
  private static final byte NEW_OBJECT = (byte) 0x81;
  private static final byte TRUE = (byte) 0x88;

  private ScriptArchive() {}

  /** The archive of a module with these methods, each a complete {@code def}, indented by none. */
  static byte[] of(Iterable<String> methods) {
    StringBuilder code = new StringBuilder("class " + MODULE + "(Module):\n");
    code.append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    for (String method : methods) {
      method.lines().forEach(line -> code.append("  ").append(line).append('\n'));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "data.pkl", modulePickle());
      store(zip, "code/__torch__.py", utf8(code.toString()));
      store(zip, "constants.pkl", new byte[] {PROTOCOL, 2, ')', '.'});
      store(zip, "version", utf8(FORMAT_VERSION));
    } catch (IOException e) {
      throw new UncheckedIOException("A zip in memory cannot be written.", e);
    }
    return bytes.toByteArray();
  }

  /** The object {@code __torch__.Script} with the state {@code {training: True}}. */
  private static byte[] modulePickle() throws IOException {
    byte[] training = utf8("training");
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(new byte[] {PROTOCOL, 2});
    pickle.write(utf8("c__torch__\n" + MODULE + "\n"));
    pickle.write(new byte[] {')', NEW_OBJECT, '}', '('});
    pickle.write(new byte[] {'X', (byte) training.length, 0, 0, 0});
    pickle.write(training);
    pickle.write(new byte[] {TRUE, 'u', 'b', '.'});
    return pickle.toByteArray();
  }

  /** libtorch maps entries where they lie, so they must not be compressed. */
  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("script/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

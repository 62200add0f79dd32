package dev.spinrun.trainer.tensor.file;

import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.tensor.pickle.PickleNames;
import dev.spinrun.trainer.tensor.pickle.Unpickler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Says what a file is that lies in the place of weights and holds none that are read. */
final class ForeignFile {
  /** More than any pickle of old that is worth a look. */
  private static final int HEAD_BYTES = 16 << 20;

  /** Pickles at the beginning of a file of torch before 1.6: three of its kind, content, keys. */
  private static final int OLD_PICKLES = 5;

  /** Source: pytorch 2.5 torch/serialization.py, MAGIC_NUMBER, behind the instruction LONG1. */
  private static final byte[] OLD_MAGIC = {
    (byte) 0x8a, 10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8
  };

  /** Where POSIX tar says that it is one. */
  private static final int TAR_MAGIC = 257;

  private static final int PROTOCOL = 0x80;
  private static final int LAST_PROTOCOL = 5;
  private static final String ADVICE =
      " Load it with torch and save the state dict again, best as safetensors, or download it again.";

  private ForeignFile() {}

  static boolean isZip(Path path) throws IOException {
    return startsWith(head(path, 2), 0, "PK");
  }

  /** Why a file without the name of safetensors cannot be read: it is no zip archive. */
  static MalformedTensorFileException asTorchFile(Path path) throws IOException {
    byte[] head = head(path, HEAD_BYTES);
    if (isSafetensors(head)) {
      return new MalformedTensorFileException(
          path
              + " looks like safetensors, but its name does not end in .safetensors. Give it that name.");
    }
    Optional<MalformedTensorFileException> pickle = pickle(path.toString(), head);
    return pickle.orElseGet(
        () ->
            new MalformedTensorFileException(
                path
                    + kind(head)
                        .orElse(
                            " is no archive as torch.save writes it since torch 1.6." + ADVICE)));
  }

  /** Whether there is JSON behind a number of eight bytes. */
  private static boolean isSafetensors(byte[] head) {
    return head.length > 9 && head[8] == '{' && (head[9] == '"' || head[9] == '}');
  }

  /** The end of a sentence on what else a file is, if that can be seen. */
  static Optional<String> kind(Path path) throws IOException {
    return kind(head(path, HEAD_BYTES));
  }

  private static Optional<String> kind(byte[] head) {
    if (head.length == 0) {
      return Optional.of(" is empty. Write or download it again.");
    }
    if (startsWith(head, 0, "version https://git-lfs")) {
      return Optional.of(
          " is a pointer of Git LFS, not the file itself. Fetch the file with git lfs pull.");
    }
    if (startsWith(head, TAR_MAGIC, "ustar")) {
      return Optional.of(" is a tar archive, and no file of torch since 1.6." + ADVICE);
    }
    if (startsWith(head, 0, "PK")) {
      return Optional.of(
          " is a zip archive, perhaps of torch.save: then its name must end in .bin.");
    }
    if (startsWith(head, 0, "<")) {
      return Optional.of(
          " is a page of HTML or XML, not the file itself. Look into it: a server's error may be there; download the file again.");
    }
    return Optional.empty();
  }

  private static Optional<MalformedTensorFileException> pickle(String file, byte[] head) {
    boolean old = startsWith(head, 2, OLD_MAGIC);
    PickleNames.Found found = PickleNames.in(head, old ? OLD_PICKLES : 1);
    if (found.foreign().isPresent() && (old || found.complete() || isMarked(head))) {
      return found.foreign().map(name -> Unpickler.asksFor(file, name));
    }
    if (old) {
      return Optional.of(
          new MalformedTensorFileException(
              file
                  + " is no archive as torch.save writes it since torch 1.6, but a file of an older torch."
                  + ADVICE));
    }
    return isMarked(head)
        ? Optional.of(
            new MalformedTensorFileException(
                file + " is a bare pickle, and no archive as torch.save writes it." + ADVICE))
        : Optional.empty();
  }

  /** Whether the file begins as pickles do since protocol 2. */
  private static boolean isMarked(byte[] head) {
    return head.length > 2
        && Byte.toUnsignedInt(head[0]) == PROTOCOL
        && head[1] >= 2
        && head[1] <= LAST_PROTOCOL;
  }

  private static boolean startsWith(byte[] head, int at, String text) {
    return startsWith(head, at, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean startsWith(byte[] head, int at, byte[] wanted) {
    return head.length >= at + wanted.length
        && Arrays.equals(head, at, at + wanted.length, wanted, 0, wanted.length);
  }

  private static byte[] head(Path path, int bytes) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      return file.readNBytes(bytes);
    }
  }
}

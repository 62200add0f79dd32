package dev.spinrun.trainer.tensor.file;

import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.trainer.tensor.MalformedTensorFileException;
import dev.spinrun.trainer.tensor.TensorEntry;
import dev.spinrun.trainer.tensor.pickle.StateDict;
import dev.spinrun.trainer.tensor.pickle.Unpickler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A state dict as torch.save writes it since torch 1.6 ({@code .bin .pt .pth .ckpt}): a zip archive
 * whose entries are stored as they are, {@code data.pkl} with names and shapes, {@code data/N} with
 * the elements.
 *
 * <p>The pickle is read by {@link Unpickler}, which can build nothing but containers of tensors: no
 * code in a file is ever run. Source: pytorch 2.5 torch/serialization.py, _save.
 */
public final class TorchFile extends TensorFile {
  /** A hundred thousand tensors; what is longer is no state dict. */
  private static final int MAX_PICKLE_BYTES = 16 << 20;

  /** The content of the entry is one word. */
  private static final int MAX_BYTE_ORDER_BYTES = 16;

  private static final Pattern PICKLE = Pattern.compile("[^/]+/data\\.pkl");

  private TorchFile(Path path, FileChannel channel, Map<String, TensorEntry> entries) {
    super(path, channel, entries);
  }

  /**
   * Opens a file and reads names, shapes and places of its tensors.
   *
   * @throws MalformedTensorFileException if it is no archive of torch.save, or holds anything but
   *     tensors
   */
  public static TorchFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path);
    try {
      return new TorchFile(path, channel, entries(path));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Map<String, TensorEntry> entries(Path path) throws IOException {
    if (!ForeignFile.isZip(path)) {
      throw ForeignFile.asTorchFile(path);
    }
    try (ZipFile archive = ZipFile.builder().setPath(path).get()) {
      List<ZipArchiveEntry> all = Collections.list(archive.getEntries());
      ZipArchiveEntry pickle = pickle(path, all);
      String root = pickle.getName().substring(0, pickle.getName().indexOf('/') + 1);
      requireLittleEndian(path, archive, archive.getEntry(root + "byteorder"));
      byte[] code = read(archive, pickle, MAX_PICKLE_BYTES);
      Object content = new Unpickler(path.toString(), code).read();
      return new StateDict(path.toString(), Files.size(path), storages(root + "data/", all))
          .entries(content);
    } catch (MalformedTensorFileException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // Whatever a damaged archive makes a library do is a fault of the archive.
      throw new MalformedTensorFileException(
          "%s is no archive as torch.save writes it since torch 1.6 (%s). Load it with torch and save it again, best as safetensors, or download it again."
              .formatted(path, Excerpt.of(String.valueOf(e.getMessage()))),
          e);
    }
  }

  private static ZipArchiveEntry pickle(Path path, List<ZipArchiveEntry> all) {
    ZipArchiveEntry pickle =
        all.stream()
            .filter(entry -> PICKLE.matcher(entry.getName()).matches())
            .findFirst()
            .orElseThrow(
                () ->
                    new MalformedTensorFileException(
                        path
                            + " is a zip archive without data.pkl: torch.save did not write it. Put a file of torch.save or of safetensors there."));
    if (pickle.getSize() > MAX_PICKLE_BYTES) {
      throw new MalformedTensorFileException(
          "%s describes its tensors in %d bytes; at most %d are read."
              .formatted(path, pickle.getSize(), MAX_PICKLE_BYTES));
    }
    return pickle;
  }

  /** Where the elements lie. Compressed entries are left out: torch writes none. */
  private static Map<String, StateDict.Storage> storages(String folder, List<ZipArchiveEntry> all) {
    return all.stream()
        .filter(entry -> entry.getName().startsWith(folder))
        .filter(entry -> entry.getMethod() == ZipEntry.STORED)
        .collect(
            Collectors.toMap(
                entry -> entry.getName().substring(folder.length()),
                entry -> new StateDict.Storage(entry.getDataOffset(), entry.getSize()),
                (first, second) -> first));
  }

  private static void requireLittleEndian(
      Path path, ZipFile archive, @Nullable ZipArchiveEntry order) throws IOException {
    String written =
        order == null
            ? "little"
            : new String(read(archive, order, MAX_BYTE_ORDER_BYTES), StandardCharsets.US_ASCII);
    if (!written.strip().equals("little")) {
      throw new MalformedTensorFileException(
          "%s was written on a machine of byte order `%s`, little is read. Convert it to safetensors there."
              .formatted(path, Excerpt.of(written.strip())));
    }
  }

  /** The content of an entry, never more than its directory says, nor more than some bytes. */
  private static byte[] read(ZipFile archive, ZipArchiveEntry entry, int most) throws IOException {
    try (InputStream content = archive.getInputStream(entry)) {
      return content.readNBytes((int) Math.min(entry.getSize(), most));
    }
  }
}

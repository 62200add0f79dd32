package dev.spinrun.runstore.open;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.object.StoreUri;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A local folder as an object store: for the trainer on a laptop, and for tests.
 *
 * <p>Objects appear whole or not at all: each is written beside its place, then moved or linked
 * there.
 */
final class FileObjectStore implements ObjectStore {
  private static final String UNFINISHED = ".unfinished-";

  private final StoreUri root;
  private final Path folder;

  FileObjectStore(StoreUri root) {
    this.root = root;
    this.folder = root.localFolder();
  }

  @Override
  public StoreUri root() {
    return root;
  }

  @Override
  public Optional<ObjectInfo> head(String key) {
    Path file = path(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return attempt("look at", key, () -> Optional.of(info(key, file)));
  }

  private static ObjectInfo info(String key, Path file) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        crc.update(buffer, 0, n);
      }
    }
    byte[] value = ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    String text = Base64.getEncoder().encodeToString(value);
    return new ObjectInfo(key, Files.size(file), text, "crc32c:" + text);
  }

  @Override
  public byte[] readRange(String key, long offset, int length) {
    return attempt(
        "read",
        key,
        () -> {
          try (RandomAccessFile file = open(key)) {
            file.seek(offset);
            int wanted = (int) Math.max(0, Math.min(length, file.length() - offset));
            byte[] content = new byte[wanted];
            file.readFully(content);
            return content;
          }
        });
  }

  private RandomAccessFile open(String key) throws IOException {
    Path file = path(key);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return new RandomAccessFile(file.toFile(), "r");
  }

  @Override
  public void write(String key, byte[] content) {
    attempt(
        "write",
        key,
        () -> Files.move(unfinished(key, content), path(key), StandardCopyOption.ATOMIC_MOVE));
  }

  @Override
  public boolean create(String key, byte[] content) {
    return attempt(
        "create",
        key,
        () -> {
          Path unfinished = unfinished(key, content);
          try {
            // A hard link is the one portable way to create a file with its content unless it
            // exists.
            Files.createLink(path(key), unfinished);
            return true;
          } catch (FileAlreadyExistsException e) {
            return Arrays.equals(content, Files.readAllBytes(path(key)));
          } finally {
            Files.delete(unfinished);
          }
        });
  }

  private Path unfinished(String key, byte[] content) throws IOException {
    Path file = unfinished(key);
    Files.write(file, content);
    return file;
  }

  private Path unfinished(String key) throws IOException {
    Path target = path(key);
    Path parent = Files.createDirectories(target.resolveSibling(""));
    return parent.resolve(UNFINISHED + UUID.randomUUID());
  }

  @Override
  public ObjectInfo upload(String key, Path file) {
    return attempt(
        "upload " + file.getFileName() + " to",
        key,
        () -> {
          Path unfinished = unfinished(key);
          Files.copy(file, unfinished);
          Files.move(unfinished, path(key), StandardCopyOption.ATOMIC_MOVE);
          return info(key, path(key));
        });
  }

  @Override
  public String download(String key, Path target) {
    return attempt(
        "download",
        key,
        () -> {
          MessageDigest digest = Sha256.start();
          try (InputStream in = new DigestInputStream(Files.newInputStream(path(key)), digest)) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
          }
          return Sha256.finish(digest);
        });
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    return attempt(
        "list",
        prefix,
        () -> {
          try (Stream<Path> files = Files.walk(folder)) {
            return files
                .filter(
                    f ->
                        Files.isRegularFile(f)
                            && !f.getFileName().toString().startsWith(UNFINISHED))
                .map(f -> listed(f))
                .filter(o -> o.key().startsWith(prefix))
                .sorted(Comparator.comparing(ObjectInfo::key))
                .toList();
          }
        });
  }

  /**
   * A listing has no checksum: size and time of the last change stand for the content, as an etag
   * does in S3.
   */
  private ObjectInfo listed(Path file) {
    String key = folder.relativize(file).toString();
    java.io.File f = file.toFile();
    String etag = f.length() + "-" + f.lastModified();
    return new ObjectInfo(key, f.length(), etag, "etag:" + etag);
  }

  @Override
  public void delete(String key) {
    attempt("delete", key, () -> Files.deleteIfExists(path(key)));
  }

  @Override
  public int deleteFolder(String key) {
    List<ObjectInfo> below = list(key + "/");
    below.forEach(o -> delete(o.key()));
    return below.size();
  }

  @Override
  public void check() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new StoreException(StoreFailure.NO_SUCH_BUCKET, root + " is a file, not a folder.");
    }
  }

  private Path path(String key) {
    Path path = folder.resolve(key).normalize();
    if (!path.startsWith(folder)) {
      throw new IllegalArgumentException("key '" + key + "' lies outside " + root);
    }
    return path;
  }

  /** A file operation that may fail as files do. */
  private interface FileCall<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String verb, String key, FileCall<T> call) {
    try {
      return call.run();
    } catch (NoSuchFileException e) {
      throw new StoreException(
          StoreFailure.NOT_FOUND,
          "Cannot %s %s: there is no such file.".formatted(verb, root.resolve(key)),
          e);
    } catch (IOException e) {
      throw new StoreException(
          StoreFailure.REFUSED,
          "Cannot %s %s: %s".formatted(verb, root.resolve(key), e.getMessage()),
          e);
    }
  }
}

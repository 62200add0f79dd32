package dev.spinrun.trainer.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Archives whose neighbouring files with equal names up to the first dot are one example: {@code
 * 0001.jpg}, {@code 0001.txt} or {@code 0001.json} with the caption, {@code 0001.rejected.jpg} of a
 * pair. Source: webdataset's description of its format.
 */
final class WebDataset extends FileByFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "webp", "gif", "bmp");
  private static final String REJECTED = "rejected.";
  private static final List<String> CAPTIONS = List.of("caption", "text", "prompt");
  private static final String TEXT = "txt";
  private static final String FIELDS = "json";
  private static final int MAX_FILE_BYTES = 256 << 20;

  /** Some data sets keep a dozen files of features beside an image. */
  private static final int MAX_MEMBERS = 256;

  /** Two images of a camera with their captions are a tenth of it. */
  private static final long MAX_EXAMPLE_BYTES = 256 << 20;

  private final boolean pairs;

  WebDataset(ObjectSource source, List<ObjectInfo> archives, boolean pairs, Path work) {
    super(source, archives, work);
    this.pairs = pairs;
  }

  @Override
  public Reader open(Selection selection) {
    return new ArchiveReader(selection);
  }

  private final class ArchiveReader extends Reader {
    private @Nullable TarArchiveInputStream tar;
    private @Nullable TarArchiveEntry ahead;

    ArchiveReader(Selection selection) {
      super(selection);
    }

    @Override
    public @Nullable Entry next() {
      try {
        while (ahead != null || download()) {
          if (ahead == null) {
            begin();
          } else {
            String key = key(ahead.getName());
            int number = numbered();
            Map<String, byte[]> members = members(key, isSelected(number));
            if (isSelected(number)) {
              return entry(number, file + "/" + key, members);
            }
          }
        }
        return null;
      } catch (IOException e) {
        throw new InvalidDataException(
            "%s cannot be read as an archive (%s). Write it again.".formatted(file, e.getMessage()),
            e);
      }
    }

    private void begin() throws IOException {
      tar =
          new TarArchiveInputStream(
              new BufferedInputStream(Files.newInputStream(local)), StandardCharsets.UTF_8.name());
      advance();
    }

    /** The files of one example, of which only those are read that may have a use, if any. */
    private Map<String, byte[]> members(String key, boolean read) throws IOException {
      Map<String, byte[]> files = new LinkedHashMap<>();
      int members = 0;
      long bytes = 0;
      while (ahead != null && key(ahead.getName()).equals(key)) {
        members++;
        String extension = extension(ahead.getName());
        if (read && isUseful(extension)) {
          bytes += ahead.getSize();
          requireExample(key, members, bytes);
          files.put(extension, content(ahead));
        }
        requireExample(key, members, bytes);
        advance();
      }
      return files;
    }

    /** An archive whose files all have one key would be read into memory as one example. */
    private void requireExample(String key, int members, long bytes) {
      if (members > MAX_MEMBERS || bytes > MAX_EXAMPLE_BYTES) {
        throw new InvalidDataException(
            "%s has more than %s in one example, that of the key `%s`. Files of equal names up to the first dot are one example: give each example a name of its own."
                .formatted(
                    file,
                    members > MAX_MEMBERS
                        ? MAX_MEMBERS + " files"
                        : (MAX_EXAMPLE_BYTES >> 20) + " MiB",
                    Excerpt.of(key)));
      }
    }

    private void advance() throws IOException {
      TarArchiveInputStream open = Objects.requireNonNull(tar);
      try {
        do {
          ahead = open.getNextEntry();
        } while (ahead != null && !ahead.isFile());
      } catch (RuntimeException e) {
        throw new IOException("a header is broken: " + e.getMessage(), e);
      }
    }

    private byte[] content(TarArchiveEntry file) throws IOException {
      if (file.getSize() > MAX_FILE_BYTES) {
        throw new IOException(
            "%s has %d bytes, at most %d are read"
                .formatted(file.getName(), file.getSize(), MAX_FILE_BYTES));
      }
      return Objects.requireNonNull(tar).readNBytes((int) file.getSize());
    }

    @Override
    public void close() {
      try {
        if (tar != null) {
          tar.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        super.close();
      }
    }
  }

  private static boolean isUseful(String extension) {
    String image =
        extension.startsWith(REJECTED) ? extension.substring(REJECTED.length()) : extension;
    return IMAGES.contains(image) || extension.equals(TEXT) || extension.equals(FIELDS);
  }

  private static String key(String name) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static String extension(String name) {
    return name.length() == key(name).length()
        ? ""
        : name.substring(key(name).length() + 1).toLowerCase(Locale.ROOT);
  }

  private Entry entry(int number, String name, Map<String, byte[]> files) {
    return new Entry(
        number,
        name,
        caption(files),
        image(name, files, ""),
        pairs ? image(name, files, REJECTED) : null);
  }

  private static Content image(String name, Map<String, byte[]> files, String prefix) {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String extension = file.getKey();
      if (extension.startsWith(prefix) && IMAGES.contains(extension.substring(prefix.length()))) {
        return file::getValue;
      }
    }
    return () -> {
      throw new InvalidDataException("%s has no %simage".formatted(name, prefix.replace('.', ' ')));
    };
  }

  private static String caption(Map<String, byte[]> files) {
    byte[] text = files.get(TEXT);
    if (text != null) {
      return new String(text, StandardCharsets.UTF_8).strip();
    }
    byte[] json = files.get(FIELDS);
    return json == null ? "" : caption(json);
  }

  private static String caption(byte[] json) {
    try {
      JsonNode fields = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      return CAPTIONS.stream()
          .map(field -> fields.path(field).asText("").strip())
          .filter(caption -> !caption.isEmpty())
          .findFirst()
          .orElse("");
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}

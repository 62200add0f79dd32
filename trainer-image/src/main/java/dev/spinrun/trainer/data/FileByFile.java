package dev.spinrun.trainer.data;

import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** A data set of large files with many examples each. */
abstract class FileByFile implements DataSet {
  private final ObjectSource source;
  private final List<ObjectInfo> files;
  private final Path work;

  /** Keeps the file that is being read in {@code work}. */
  FileByFile(ObjectSource source, List<ObjectInfo> files, Path work) {
    this.source = source;
    this.files = files;
    this.work = work;
  }

  @Override
  public final String digest() {
    return ImageFolder.digest(files);
  }

  @Override
  public final int announced() {
    return 0;
  }

  /** Reads one file after the other; each is on the local disk while it is read. */
  abstract class Reader implements Entries {
    /** The copy of the file that is being read. */
    final Path local = work.resolve("file");

    /** Where that file lies, for messages. */
    String file = "";

    private final Iterator<ObjectInfo> rest = files.iterator();

    /** Closes the file that is being read and downloads the next one; false after the last. */
    final boolean download() {
      close();
      if (!rest.hasNext()) {
        return false;
      }
      String key = rest.next().key();
      file = source.locate(key);
      source.download(key, local);
      return true;
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(local);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

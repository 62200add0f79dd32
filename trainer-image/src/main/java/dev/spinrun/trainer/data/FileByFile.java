package dev.spinrun.trainer.data;

import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  public abstract Reader open(Selection selection);

  @Override
  public final List<Integer> count(FileWatch watch) {
    try (Reader all = open(Selection.none())) {
      all.watch = watch;
      if (all.next() != null) {
        throw new IllegalStateException("An example was read that is not selected.");
      }
      return all.fileExamples;
    }
  }

  /** Reads one file after the other; each is on the local disk while it is read. */
  abstract class Reader implements Entries {
    private final Selection selection;
    private final List<Integer> fileExamples = new ArrayList<>();
    private int number;
    private int firstOfFile;

    /** The copy of the file that is being read. */
    final Path local = work.resolve("file");

    /** Where that file lies, for messages. */
    String file = "";

    private int opened;
    private FileWatch watch = (number, of) -> {};

    Reader(Selection selection) {
      this.selection = selection;
    }

    /**
     * Closes the file that is being read and downloads the next one of which an example is
     * selected; false if there is none.
     */
    final boolean download() {
      close();
      endFile();
      while (opened < files.size()) {
        int passed = selection.passed(opened, number);
        String key = files.get(opened).key();
        opened++;
        if (passed == 0) {
          watch.reading(opened - 1, files.size());
          file = source.locate(key);
          source.download(key, local);
          return true;
        }
        number += passed;
        endFile();
      }
      return false;
    }

    private void endFile() {
      if (fileExamples.size() < opened) {
        fileExamples.add(number - firstOfFile);
      }
      firstOfFile = number;
    }

    /** Counts one example of the file, and tells its number. */
    final int numbered() {
      return number++;
    }

    /** Whether the example of this number is to be read. */
    final boolean isSelected(int example) {
      return selection.has(example);
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

package dev.spinrun.e2e.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of files with an index that says what each of them is. */
final class Report {
  static final String INDEX = "index.md";

  private final Path folder;
  private final StringBuilder index;

  /** A report that has nothing but its title yet. */
  Report(Path folder, String title) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.index = new StringBuilder("# %s%n%n".formatted(title));
    writeIndex();
  }

  /** Where the files are. */
  Path folder() {
    return folder;
  }

  /** Writes a file. */
  void add(String file, String text, String meaning) throws IOException {
    Files.writeString(folder.resolve(file), text);
    mention(file, meaning);
  }

  /** Says what a file is that somebody else writes. */
  void mention(String file, String meaning) throws IOException {
    index.append("- [`%1$s`](%1$s): %2$s%n".formatted(file, meaning));
    writeIndex();
  }

  private void writeIndex() throws IOException {
    Files.writeString(folder.resolve(INDEX), index);
  }
}

package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.record.FileEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sends the files of a shard to the store while it is made, so that the local disk holds few of
 * them.
 */
public final class StreamedUpload {
  private final ShardCommit commit;
  private final String writer;
  private final Path folder;
  private final List<FileEntry> files = new ArrayList<>();

  /** From a folder, which is created. */
  public StreamedUpload(ShardCommit commit, String writer, Path folder) {
    this.commit = commit;
    this.writer = writer;
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where files are put that are complete. */
  public Path folder() {
    return folder;
  }

  /** Sends what is in the folder, and empties it. */
  public void send() {
    files.addAll(commit.upload(writer, folder));
    try (Stream<Path> sent = Files.list(folder)) {
      for (Path file : sent.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes files that an earlier attempt has sent as if this one had. */
  public void adopt(List<FileEntry> sent) {
    files.addAll(sent);
  }

  /** All that was sent, as the commit names it. */
  public List<FileEntry> files() {
    return files;
  }
}

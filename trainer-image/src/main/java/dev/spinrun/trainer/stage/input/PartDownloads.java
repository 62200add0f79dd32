package dev.spinrun.trainer.stage.input;

import dev.spinrun.trainer.data.prepared.PreparedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Brings parts of the prepared data set to the local disk when they are wanted, or a while before,
 * and drops those that were not used for longest: the disk holds a fixed number of them.
 */
final class PartDownloads implements PreparedData.Parts, AutoCloseable {
  private static final int THREADS = 2;

  private final Path folder;
  private final int kept;
  private final Download download;
  private final ExecutorService threads;
  private final Map<Integer, CompletableFuture<Path>> parts = new LinkedHashMap<>(16, 0.75f, true);

  /** Brings one part's files into a folder. */
  interface Download {
    void part(int number, Path target);
  }

  /**
   * Downloads below a folder.
   *
   * @param kept how many parts stay on the disk
   */
  PartDownloads(Path folder, int kept, Download download) {
    this.folder = folder;
    this.kept = kept;
    this.download = download;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "parts");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Path folderOf(int part) {
    try {
      return begin(part).join();
    } catch (CompletionException e) {
      synchronized (this) {
        parts.remove(part);
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Whoever reads the part waits for it.
  public void prefetch(int part) {
    begin(part);
  }

  private synchronized CompletableFuture<Path> begin(int part) {
    CompletableFuture<Path> begun = parts.get(part);
    if (begun == null) {
      begun = CompletableFuture.supplyAsync(() -> download(part), threads);
      parts.put(part, begun);
      dropOldest();
    }
    return begun;
  }

  private Path download(int part) {
    Path target = folder.resolve("%05d".formatted(part));
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    download.part(part, target);
    return target;
  }

  /** Files that are open stay readable after they were dropped. */
  private void dropOldest() {
    Iterator<CompletableFuture<Path>> oldest = parts.values().iterator();
    while (parts.size() > kept && oldest.hasNext()) {
      CompletableFuture<Path> candidate = oldest.next();
      if (candidate.isDone() && !candidate.isCompletedExceptionally()) {
        delete(candidate.join());
        oldest.remove();
      }
    }
  }

  private static void delete(Path partFolder) {
    try (var files = Files.list(partFolder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

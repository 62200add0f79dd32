package dev.spinrun.trainer.stage.input;

import dev.spinrun.trainer.data.prepared.PartFiles;
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
import java.util.function.IntFunction;

/**
 * Downloads files of the prepared data set when they are needed or shortly before, and deletes
 * those that have not been used for the longest time: the disk holds a fixed number of them.
 */
final class PartDownloads implements PartFiles, AutoCloseable {
  private static final int THREADS = 2;

  private final Path folder;
  private final IntFunction<String> name;
  private final int kept;
  private final Download download;
  private final ExecutorService threads;
  private final Map<Integer, CompletableFuture<Path>> parts = new LinkedHashMap<>(16, 0.75f, true);

  /** Downloads the file of a part. */
  interface Download {
    void part(int number, Path target);
  }

  /**
   * Downloads into a folder.
   *
   * @param name of a part's file in that folder
   * @param kept how many stay on the disk
   */
  PartDownloads(Path folder, IntFunction<String> name, int kept, Download download) {
    this.folder = folder;
    this.name = name;
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
  public Path of(int part) {
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
    Path target = folder.resolve(name.apply(part));
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

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

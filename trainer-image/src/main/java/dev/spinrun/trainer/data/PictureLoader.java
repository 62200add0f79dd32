package dev.spinrun.trainer.data;

import dev.spinrun.trainer.data.DataSet.Content;
import dev.spinrun.trainer.data.DataSet.Entries;
import dev.spinrun.trainer.data.DataSet.Entry;
import dev.spinrun.trainer.data.picture.PictureFile;
import dev.spinrun.trainer.data.picture.Resampler;
import dev.spinrun.trainer.diffusion.picture.Picture;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decodes images ahead of their use, on several threads, in the order of the data set.
 * Used by one thread.
 */
public final class PictureLoader implements AutoCloseable {
  /** Enough to keep the threads busy while a batch is encoded; each image waits as 3 S² bytes. */
  private static final int AHEAD_PER_THREAD = 8;

  /** A line of pixels would have to be scaled to a picture of gigabytes. */
  private static final int LONGEST_SIDES = 100;

  private final Entries entries;
  private final int resolution;
  private final int ahead;
  private final ExecutorService threads;
  private final Queue<Future<Outcome>> waiting = new ArrayDeque<>();
  private boolean ended;

  /**
   * Begins to read.
   *
   * @param entries closed by the caller
   * @param resolution side of the square that each image is scaled and cropped to, in pixels
   */
  public PictureLoader(Entries entries, int resolution, int threadCount) {
    this.entries = entries;
    this.resolution = resolution;
    this.ahead = AHEAD_PER_THREAD * threadCount;
    this.threads =
        Executors.newFixedThreadPool(
            threadCount,
            task -> {
              Thread thread = new Thread(task, "pictures");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What became of an example. */
  public sealed interface Outcome {
    /** Of the example, counted from 0 over the whole data set. */
    int number();

    /** It can be used. */
    record Loaded(int number, String caption, Picture picture, @Nullable Picture rejected)
        implements Outcome {}

    /** It cannot, for this reason. */
    record Unusable(int number, String name, String reason) implements Outcome {}
  }

  /** The next example, or null after the last. */
  public @Nullable Outcome next() {
    fill();
    Future<Outcome> first = waiting.poll();
    return first == null ? null : await(first);
  }

  private void fill() {
    while (!ended && waiting.size() < ahead) {
      Entry entry = entries.next();
      if (entry == null) {
        ended = true;
      } else {
        waiting.add(threads.submit(() -> load(entry)));
      }
    }
  }

  private Outcome load(Entry entry) {
    if (entry.caption().isBlank()) {
      return new Outcome.Unusable(entry.number(), entry.name(), "it has no caption");
    }
    try {
      Content rejected = entry.rejected();
      return new Outcome.Loaded(
          entry.number(),
          entry.caption(),
          picture(entry.image()),
          rejected == null ? null : picture(rejected));
    } catch (IOException | InvalidDataException e) {
      return new Outcome.Unusable(entry.number(), entry.name(), String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      // Not left out: with more memory it would be another data set.
      throw new IllegalStateException("out of memory while decoding " + entry.name(), e);
    }
  }

  private Picture picture(Content content) throws IOException {
    Picture picture = PictureFile.decode(content.read());
    int longer = Math.max(picture.width(), picture.height());
    if (longer / Math.min(picture.width(), picture.height()) >= LONGEST_SIDES) {
      throw new IOException(
          "it has %d x %d pixels, and one side must be less than %d times the other"
              .formatted(picture.width(), picture.height(), LONGEST_SIDES));
    }
    return Resampler.square(picture, resolution);
  }

  private static Outcome await(Future<Outcome> outcome) {
    try {
      return outcome.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for an image.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("An image cannot be loaded.", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

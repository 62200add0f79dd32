package dev.spinrun.trainer.stage.context;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the first pod of a divided stage does for all.
 *
 * <p>The others wait for as long as it takes: if the first one fails, so does the Job, and they are
 * told to stop.
 */
public final class FirstWorker {
  private static final Logger LOG = LoggerFactory.getLogger(FirstWorker.class);
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final int POLLS_PER_LINE = 30;

  private FirstWorker() {}

  /**
   * Looks for its result until it is there.
   *
   * @param task what it has to do, as an infinitive without "to"
   */
  public static <T> T await(StageContext context, String task, Supplier<Optional<T>> result) {
    for (int polls = 0; ; polls++) {
      Optional<T> found = result.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (polls % POLLS_PER_LINE == 0) {
        LOG.info("waiting for worker 0 to {}", task);
      }
      context.stop().throwIfRaised("waiting for worker 0 to " + task);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException("interrupted while waiting for worker 0.");
    }
  }
}

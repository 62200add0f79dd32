package dev.spinrun.trainer.stage.context;

import dev.spinrun.trainer.workers.Rendezvous;
import dev.spinrun.trainer.workers.Workers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the workers of a training meet.
 *
 * @param rendezvous host and port of worker 0, as {@code host:port}; empty for a single worker
 * @param bind own address at which the others reach this worker
 * @param timeout of joining, and of everything that workers do together
 */
public record WorkerRendezvous(String rendezvous, String bind, Duration timeout) {
  /** Nobody to meet. */
  public static final WorkerRendezvous NONE = new WorkerRendezvous("", "", Duration.ZERO);

  private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):([0-9]{1,5})");
  private static final int LAST_PORT = 65_535;

  /**
   * Joins the others; returns when all are there.
   *
   * @param rank number of this worker, from 0
   * @param size how many there are
   * @throws ConfigurationException if the address of worker 0 is missing or malformed
   * @throws dev.spinrun.trainer.workers.WorkerFailureException if they are not in time
   */
  public Workers join(int rank, int size) {
    if (size == 1) {
      return Workers.alone();
    }
    Matcher address = HOST_AND_PORT.matcher(rendezvous);
    if (!address.matches() || Integer.parseInt(address.group(2)) > LAST_PORT) {
      throw new ConfigurationException(
          "A training of %d workers needs the address of worker 0 as host:port (was '%s'). Give it by --rendezvous or SPINRUN_RENDEZVOUS."
              .formatted(size, rendezvous));
    }
    return new Rendezvous(
            rank, size, address.group(1), Integer.parseInt(address.group(2)), bind, timeout)
        .join();
  }
}

package dev.spinrun.operator.metrics;

import dev.spinrun.operator.store.StorePoller;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Alive means that things move: informers, the poller and reconciles. If not, a restart helps. */
public final class MovementCheck implements HealthCheck {
  /** A round is a handful of calls of 15 seconds at most, and a candidate has tens of files. */
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(15);

  private static final Duration LONGEST_OVERDUE = Duration.ofMinutes(10);
  private static final Duration LONGEST_RECONCILE = Duration.ofMinutes(5);

  private final Operator operator;
  private final StorePoller stores;
  private final ReconcileWatch watch;
  private final Clock clock;

  /** Looks at these. */
  public MovementCheck(Operator operator, StorePoller stores, ReconcileWatch watch, Clock clock) {
    this.operator = operator;
    this.stores = stores;
    this.watch = watch;
    this.clock = clock;
  }

  @Override
  public HealthCheckResponse call() {
    // The map has an entry for each controller, also for those whose informers all are well.
    List<String> informers =
        operator
            .getRuntimeInfo()
            .unhealthyInformerWrappingEventSourceHealthIndicator()
            .values()
            .stream()
            .flatMap(unhealthy -> unhealthy.keySet().stream())
            .sorted()
            .toList();
    boolean pollerStands =
        isOlder(stores.oldestRound(), LONGEST_ROUND)
            || isOlder(stores.mostOverdue(), LONGEST_OVERDUE);
    boolean reconcileStands = watch.oldest().compareTo(LONGEST_RECONCILE) > 0;
    HealthCheckResponseBuilder response = HealthCheckResponse.named("movement");
    return response
        .status(informers.isEmpty() && !pollerStands && !reconcileStands)
        .withData("informers", informers.isEmpty() ? "moving" : String.join(",", informers))
        .withData("storePoller", pollerStands ? "standing" : "moving")
        .withData("reconciles", reconcileStands ? "standing" : "moving")
        .build();
  }

  private boolean isOlder(Optional<Instant> since, Duration limit) {
    return since.filter(s -> s.plus(limit).isBefore(clock.instant())).isPresent();
  }
}

package dev.spinrun.operator.metrics;

import dev.spinrun.operator.store.StorePoller;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Alive means that things move: informers, the poller and reconciles. If not, a restart helps; it
 * would not help against a store that is slow.
 */
public final class MovementCheck implements HealthCheck {
  private static final Duration LONGEST_OVERDUE = Duration.ofMinutes(10);
  private static final Duration LONGEST_RECONCILE = Duration.ofMinutes(5);

  private final Operator operator;
  private final StorePoller stores;
  private final ReconcileWatch watch;
  private final Clock clock;

  /** Live while informers, store rounds and reconciles all go on, by this clock. */
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
        stores
            .overdueSince()
            .filter(since -> since.plus(LONGEST_OVERDUE).isBefore(clock.instant()))
            .isPresent();
    boolean reconcileStands = watch.oldest().compareTo(LONGEST_RECONCILE) > 0;
    HealthCheckResponseBuilder response = HealthCheckResponse.named("movement");
    return response
        .status(informers.isEmpty() && !pollerStands && !reconcileStands)
        .withData("informers", informers.isEmpty() ? "moving" : String.join(",", informers))
        .withData("storePoller", pollerStands ? "standing" : "moving")
        .withData("reconciles", reconcileStands ? "standing" : "moving")
        .build();
  }
}

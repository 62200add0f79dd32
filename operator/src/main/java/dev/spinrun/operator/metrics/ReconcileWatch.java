package dev.spinrun.operator.metrics;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.status.Phase;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** How long reconciles take, which are going on, and how many runs there are. */
public final class ReconcileWatch {
  /** Bounds of the histogram: few, since each is a time series. */
  private static final Duration[] BOUNDS =
      IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Clock clock;
  private final Timer durations;
  private final Set<Reconcile> going = ConcurrentHashMap.newKeySet();

  /** Meters of this registry. */
  public ReconcileWatch(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    this.durations =
        Timer.builder("spinrun.reconcile")
            .description("Reconciles: observe, plan, act, record")
            .serviceLevelObjectives(BOUNDS)
            .register(registry);
    Gauge.builder("spinrun.reconcile.oldest", this, w -> w.oldest().toMillis() / 1000.0)
        .description("Age of the oldest reconcile in progress")
        .baseUnit("seconds")
        .register(registry);
  }

  /** One reconcile, until it is closed. */
  public final class Reconcile implements AutoCloseable {
    private final Instant begun = clock.instant();
    private final Timer.Sample sample = Timer.start(registry);

    @Override
    public void close() {
      sample.stop(durations);
      going.remove(this);
    }
  }

  /** A reconcile begins. */
  public Reconcile begin() {
    Reconcile reconcile = new Reconcile();
    going.add(reconcile);
    return reconcile;
  }

  /** For how long the oldest reconcile has been going. */
  Duration oldest() {
    return going.stream()
        .map(r -> Duration.between(r.begun, clock.instant()))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /** Counts the runs in this cache by phase. */
  public void count(IndexedResourceCache<SpinRun> runs) {
    for (Phase phase : Phase.values()) {
      Gauge.builder("spinrun.runs", runs, r -> r.list(run -> phase(run) == phase).count())
          .description("SpinRuns by phase")
          .tag("phase", phase.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }

  private static Phase phase(SpinRun run) {
    return run.getStatus() == null ? Phase.PENDING : run.getStatus().phase();
  }
}

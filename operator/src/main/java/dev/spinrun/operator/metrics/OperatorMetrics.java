package dev.spinrun.operator.metrics;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Failures.Failure;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.observe.StoreView;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/** What happened to runs and stores, counted. */
public final class OperatorMetrics {
  private final MeterRegistry registry;

  /** Meters of this registry. */
  public OperatorMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts what is new in a status. */
  public void changed(SpinRunStatus before, SpinRunStatus after, Instant now) {
    if (after.opponent() != null
        && (before.opponent() == null
            || before.opponent().iteration() != after.opponent().iteration())) {
      registry.counter("spinrun.iterations.promoted").increment();
    }
    Failure last = after.failures().last();
    if (last != null && !Objects.equals(last, before.failures().last())) {
      registry
          .counter("spinrun.failures", "class", last.failureClass().name().toLowerCase(Locale.ROOT))
          .increment();
    }
    gpuSeconds("useful", after.totals().gpuSecondsUseful() - before.totals().gpuSecondsUseful());
    gpuSeconds("lost", after.totals().gpuSecondsLost() - before.totals().gpuSecondsLost());
    Stage stage = before.current().stage();
    Instant began = before.current().stageStartedAt();
    if (stage != null && began != null && stage != after.current().stage()) {
      Timer.builder("spinrun.stage")
          .description("Wall-clock time of stages, retries included")
          .tag("stage", stage.name().toLowerCase(Locale.ROOT))
          .register(registry)
          .record(Duration.between(began, now));
    }
  }

  private void gpuSeconds(String use, long seconds) {
    if (seconds > 0) {
      registry.counter("spinrun.gpu.seconds", "use", use).increment((double) seconds);
    }
  }

  /** Counts one look into a store. */
  public void storeRound(Duration duration, StoreView view, int calls) {
    registry.counter("spinrun.store.calls").increment(calls);
    StoreProblem problem = view.problem();
    Timer.builder("spinrun.store.round")
        .description("Looks into the stores of runs, by result")
        .tag("result", problem == null ? "ok" : problem.kind().name().toLowerCase(Locale.ROOT))
        .register(registry)
        .record(duration);
  }
}

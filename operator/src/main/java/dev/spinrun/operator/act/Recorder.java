package dev.spinrun.operator.act;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.metrics.OperatorMetrics;
import dev.spinrun.operator.observe.Observed;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Puts a decision on record: the status first, then events and metrics. */
public final class Recorder {
  private final Events events;
  private final OperatorMetrics metrics;

  /** Tells through these. */
  public Recorder(Events events, OperatorMetrics metrics) {
    this.events = events;
    this.metrics = metrics;
  }

  /** Writes the status if it differs from the one observed, and tells of the difference. */
  public void record(Observed observed, SpinRunStatus status, Context<SpinRun> context) {
    SpinRun run = observed.run();
    SpinRunStatus before = run.getStatus() == null ? SpinRunStatus.initial() : run.getStatus();
    if (status.equals(run.getStatus())) {
      return;
    }
    // A patch of what differs: fields that a newer version has written stay as they are.
    context
        .resourceOperations()
        .jsonPatchPrimaryStatus(
            run,
            r -> {
              r.setStatus(status);
              return r;
            });
    events.tell(run, before, status, observed.now());
    metrics.changed(before, status, observed.now());
  }
}

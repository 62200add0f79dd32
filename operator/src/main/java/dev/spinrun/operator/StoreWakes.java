package dev.spinrun.operator;

import dev.spinrun.operator.metrics.OperatorMetrics;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.store.StorePoller;
import java.time.Duration;
import java.util.function.BiConsumer;

/**
 * Passes on that a store has news of a run. The poller exists before the controller that it wakes;
 * what is lost in between comes with the first look at each run.
 */
public final class StoreWakes implements StorePoller.Listener {
  private final OperatorMetrics metrics;
  private volatile BiConsumer<String, String> target = (namespace, name) -> {};

  /** Counts rounds on the way. */
  public StoreWakes(OperatorMetrics metrics) {
    this.metrics = metrics;
  }

  void to(BiConsumer<String, String> wake) {
    target = wake;
  }

  @Override
  public void changed(String namespace, String name) {
    target.accept(namespace, name);
  }

  @Override
  public void round(Duration duration, StoreView view, int calls) {
    metrics.storeRound(duration, view, calls);
  }
}

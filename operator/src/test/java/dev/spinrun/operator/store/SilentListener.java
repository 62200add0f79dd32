package dev.spinrun.operator.store;

import dev.spinrun.operator.observe.StoreView;
import java.time.Duration;

/** Nobody is told of what a poller sees. */
public record SilentListener() implements StorePoller.Listener {
  @Override
  public void changed(String namespace, String name) {}

  @Override
  public void round(Duration duration, StoreView view, int calls) {}
}

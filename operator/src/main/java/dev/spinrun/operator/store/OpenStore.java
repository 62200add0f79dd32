package dev.spinrun.operator.store;

import dev.spinrun.runstore.object.ObjectStore;

/** A store with the connections behind it. */
public record OpenStore(ObjectStore store, Runnable connections) implements AutoCloseable {
  @Override
  public void close() {
    connections.run();
  }
}

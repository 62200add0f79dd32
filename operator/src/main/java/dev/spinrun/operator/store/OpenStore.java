package dev.spinrun.operator.store;

import dev.spinrun.runstore.object.ObjectStore;

/**
 * A store with the connections behind it.
 *
 * @param writes proof that its conditional writes hold
 */
public record OpenStore(ObjectStore store, ConditionalWrites writes, Runnable connections)
    implements AutoCloseable {

  /** A local folder. */
  public OpenStore(ObjectStore store, Runnable connections) {
    this(store, ConditionalWrites.certain(), connections);
  }

  @Override
  public void close() {
    connections.run();
  }
}

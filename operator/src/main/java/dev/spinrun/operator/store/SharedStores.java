package dev.spinrun.operator.store;

import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.open.ObjectStores;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Connections to stores, shared by all runs that reach the same server with the same credentials: a
 * thousand runs in one bucket need no thousand clients.
 */
final class SharedStores {
  private final Map<StoreSettings, Shared> open = new HashMap<>();
  private final ConditionalWrites.Proven proven = new ConditionalWrites.Proven();

  private static final class Shared {
    private final ObjectStores stores;
    private int users;

    Shared(ObjectStores stores) {
      this.stores = stores;
    }
  }

  /** The store at this URI; the connections end when the last user has closed. */
  synchronized OpenStore open(StoreSettings settings, String uri) {
    Shared shared = open.computeIfAbsent(settings, s -> new Shared(new ObjectStores(s)));
    ConditionalWrites writes =
        new ConditionalWrites(
            Arrays.asList(settings.endpoint(), settings.region(), uri),
            () -> UUID.randomUUID().toString(),
            proven);
    OpenStore opened = new OpenStore(shared.stores.at(uri), writes, () -> release(settings));
    shared.users++;
    return opened;
  }

  private synchronized void release(StoreSettings settings) {
    Shared shared = open.get(settings);
    if (shared != null && --shared.users == 0) {
      open.remove(settings);
      shared.stores.close();
    }
  }
}

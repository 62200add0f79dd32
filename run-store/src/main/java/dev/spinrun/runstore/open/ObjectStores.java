package dev.spinrun.runstore.open;

import dev.spinrun.runstore.hub.HubSettings;
import dev.spinrun.runstore.hub.HubSource;
import dev.spinrun.runstore.hub.HubUri;
import dev.spinrun.runstore.network.HttpConnection;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreUri;
import dev.spinrun.runstore.s3.S3Connection;
import dev.spinrun.runstore.s3.S3ObjectStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Opens stores that share one set of connections; closing it ends them all. */
public final class ObjectStores implements AutoCloseable {
  private final StoreSettings settings;
  private final HubSettings hub;
  private final S3Connection s3;
  private final HttpConnection http;
  private final Map<HubUri, HubSource> repositories = new ConcurrentHashMap<>();

  /** Nothing is contacted before the first call of a store. The hub is the public one. */
  public ObjectStores(StoreSettings settings) {
    this(settings, HubSettings.from(Map.of()));
  }

  /** The same with a hub of one's own, or as one of its users. */
  public ObjectStores(StoreSettings settings, HubSettings hub) {
    this.settings = settings;
    this.hub = hub;
    this.s3 = new S3Connection(settings);
    this.http = HttpConnection.redirected(settings);
  }

  /** The store whose root is this folder. */
  public ObjectStore at(StoreUri root) {
    return root.isS3() ? new S3ObjectStore(root, s3, settings) : new FileObjectStore(root);
  }

  /** The store whose root is this folder. */
  public ObjectStore at(String uri) {
    return at(StoreUri.parse(uri));
  }

  /**
   * A folder to read from: of a store, or of a repository on the hub, which stays at one commit.
   */
  public ObjectSource source(String uri) {
    return uri.startsWith(HubUri.SCHEME)
        ? repositories.computeIfAbsent(
            HubUri.parse(uri), repository -> new HubSource(repository, hub, http, settings))
        : at(uri);
  }

  @Override
  public void close() {
    s3.close();
    http.close();
  }
}

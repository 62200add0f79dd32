package dev.spinrun.runstore.object;

/** Opens stores that share one set of connections; closing it ends them all. */
public final class ObjectStores implements AutoCloseable {
  private final StoreSettings settings;
  private final S3Connection s3;

  /** Nothing is contacted before the first call of a store. */
  public ObjectStores(StoreSettings settings) {
    this.settings = settings;
    this.s3 = new S3Connection(settings);
  }

  /** The store whose root is this folder. */
  public ObjectStore at(StoreUri root) {
    return root.isS3() ? new S3ObjectStore(root, s3, settings) : new FileObjectStore(root);
  }

  /** The store whose root is this folder. */
  public ObjectStore at(String uri) {
    return at(StoreUri.parse(uri));
  }

  @Override
  public void close() {
    s3.close();
  }
}

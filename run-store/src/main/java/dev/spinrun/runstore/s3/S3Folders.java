package dev.spinrun.runstore.s3;

import dev.spinrun.runstore.network.Patience;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.StoreUri;
import io.minio.ListObjectsArgs;
import io.minio.RemoveObjectsArgs;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.DeleteRequest;
import io.minio.messages.DeleteResult;
import io.minio.messages.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What takes many requests to an S3 store. A listing may lie, and need not end: both are bounded.
 */
final class S3Folders {
  /** What S3 takes in one call. */
  private static final int DELETED_AT_A_TIME = 1000;

  private final StoreUri root;
  private final String bucket;
  private final S3Connection connection;
  private final S3Failures failures;
  private final Patience patience;

  S3Folders(StoreUri root, S3Connection connection, S3Failures failures, Patience patience) {
    this.root = root;
    this.bucket = Objects.requireNonNull(root.bucket(), "an S3 store has a bucket");
    this.connection = connection;
    this.failures = failures;
    this.patience = patience;
  }

  List<ObjectInfo> list(String prefix) throws MinioException {
    List<ObjectInfo> found = new ArrayList<>();
    each(
        prefix,
        object -> {
          if (found.size() == patience.listed()) {
            throw failures.oddListing(
                prefix, "there are more than %d objects.".formatted(patience.listed()));
          }
          found.add(object);
        });
    return found;
  }

  /**
   * Page by page: a folder may have more objects than there is memory for.
   *
   * @param deleted counts, over several tries
   */
  AtomicInteger delete(String folder, AtomicInteger deleted) throws MinioException {
    List<DeleteRequest.Object> some = new ArrayList<>();
    each(
        folder + "/",
        object -> {
          some.add(new DeleteRequest.Object(root.fullKey(object.key())));
          if (some.size() == DELETED_AT_A_TIME) {
            deleted.addAndGet(delete(folder, some));
          }
        });
    deleted.addAndGet(delete(folder, some));
    return deleted;
  }

  private int delete(String folder, List<DeleteRequest.Object> objects) throws MinioException {
    int count = objects.size();
    if (count > 0) {
      RemoveObjectsArgs args =
          RemoveObjectsArgs.builder().bucket(bucket).objects(List.copyOf(objects)).build();
      // Nothing is deleted before the results are read.
      for (Result<DeleteResult.Error> refused : connection.client().removeObjects(args)) {
        throw failures.notDeleted(folder, refused.get().code());
      }
    }
    objects.clear();
    return count;
  }

  /** Asks for one object, whichever: what is refused here is refused with a reason. */
  void touch() throws MinioException {
    for (Result<Item> result :
        connection.client().listObjects(page(root.prefix()).maxKeys(1).build())) {
      result.get();
      return;
    }
  }

  /** What takes one object after the other. */
  private interface Each {
    void accept(ObjectInfo object) throws MinioException;
  }

  private void each(String prefix, Each each) throws MinioException {
    boolean whole = prefix.isEmpty() && !root.prefix().isEmpty();
    String full = root.fullKey(prefix) + (whole ? "/" : "");
    int strip = root.fullKey("x").length() - 1;
    long begun = System.nanoTime();
    for (Result<Item> result : connection.client().listObjects(page(full).build())) {
      Item item = result.get();
      if (System.nanoTime() - begun > patience.folder().toNanos()) {
        throw failures.tooLong("list", prefix);
      }
      if (!item.objectName().startsWith(full)) {
        throw failures.oddListing(prefix, "it lists what was not asked for.");
      }
      if (!item.isDir()) {
        String etag = item.etag().replace("\"", "");
        each.accept(
            new ObjectInfo(item.objectName().substring(strip), item.size(), etag, "etag:" + etag));
      }
    }
  }

  private ListObjectsArgs.Builder page(String fullPrefix) {
    return ListObjectsArgs.builder().bucket(bucket).prefix(fullPrefix).recursive(true);
  }
}

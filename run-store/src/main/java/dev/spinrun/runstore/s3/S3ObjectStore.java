package dev.spinrun.runstore.s3;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.runstore.network.CallRetries;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.object.StoreUri;
import io.minio.BucketExistsArgs;
import io.minio.Checksum;
import io.minio.GetObjectArgs;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.UploadObjectArgs;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A folder of a bucket in any S3 store, by the MinIO SDK.
 *
 * <p>The SDK sends a conditional header with the start of a multipart upload only, where stores
 * ignore it: therefore only small single-part objects are created conditionally.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final long PART_BYTES = 32L << 20;
  private static final int PARALLEL_PARTS = 2;
  private static final int COPY_BUFFER_BYTES = 1 << 20;

  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_IMPLEMENTED = 501;

  private final StoreUri root;
  private final String bucket;
  private final S3Connection connection;
  private final CallRetries retries;
  private final S3Failures failures;
  private final S3Folders folders;

  /** The store whose root is this folder; whoever opened the connection closes it. */
  public S3ObjectStore(StoreUri root, S3Connection connection, StoreSettings settings) {
    this.root = root;
    this.bucket = Objects.requireNonNull(root.bucket(), "an S3 store has a bucket");
    this.connection = connection;
    this.retries = new CallRetries(settings);
    this.failures = new S3Failures(connection.endpoint(), root);
    this.folders = new S3Folders(root, connection, failures, settings.patience());
  }

  @Override
  public StoreUri root() {
    return root;
  }

  @Override
  public Optional<ObjectInfo> head(String key) {
    try {
      return Optional.of(call("look at", key, () -> info(key, stat(key))));
    } catch (StoreException e) {
      if (e.kind() == StoreFailure.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private StatObjectResponse stat(String key) throws Exception {
    return orWithReason(
        () ->
            connection
                .client()
                .statObject(
                    StatObjectArgs.builder()
                        .bucket(bucket)
                        .object(root.fullKey(key))
                        .fetchChecksum(true)
                        .build()),
        () -> connection.client().getObject(get(key).offset(0L).length(1L).build()).close());
  }

  /** The question has no body in its answer; another one that has, asked only if it is refused. */
  private static <T> T orWithReason(Callable<T> question, Step same) throws Exception {
    try {
      return question.call();
    } catch (Exception e) {
      Refusal refusal = Refusal.in(e);
      if (refusal != null && refusal.isWithoutReason()) {
        same.run();
      }
      throw e;
    }
  }

  /** One step of a call. */
  private interface Step {
    void run() throws Exception;
  }

  private static ObjectInfo info(String key, StatObjectResponse stat) {
    String crc = stat.headers().get("x-amz-checksum-crc32c");
    String checksum = crc == null ? "etag:" + stat.etag() : "crc32c:" + crc;
    return new ObjectInfo(key, stat.size(), stat.etag(), checksum);
  }

  @Override
  public byte[] readRange(String key, long offset, int length) {
    return call(
        "read",
        key,
        () -> {
          GetObjectArgs.Builder args = get(key);
          if (offset > 0) {
            args.offset(offset).length((long) length);
          }
          try (InputStream in = connection.client().getObject(args.build())) {
            return in.readNBytes(length);
          }
        });
  }

  private GetObjectArgs.Builder get(String key) {
    return GetObjectArgs.builder().bucket(bucket).object(root.fullKey(key));
  }

  @Override
  public void write(String key, byte[] content) {
    call("write", key, () -> put(key, content, Map.of()));
  }

  @Override
  public boolean create(String key, byte[] content) {
    return call(
        "create",
        key,
        () -> {
          try {
            put(key, content, Map.of("If-None-Match", "*"));
            return true;
          } catch (Exception e) {
            Refusal refusal = Refusal.in(e);
            if (refusal != null && refusal.status() == NOT_IMPLEMENTED) {
              throw failures.noConditionalWrites(key);
            }
            if (refusal == null || refusal.status() != PRECONDITION_FAILED) {
              throw e;
            }
            // It may be our own earlier try, of which only the reply was lost.
            return Arrays.equals(content, readRange(key, 0, content.length + 1));
          }
        });
  }

  private Object put(String key, byte[] content, Map<String, String> headers)
      throws MinioException {
    return connection
        .client()
        .putObject(
            PutObjectArgs.builder()
                .bucket(bucket)
                .object(root.fullKey(key))
                .headers(headers)
                .contentType("application/json")
                .data(content, content.length)
                .build());
  }

  @Override
  public ObjectInfo upload(String key, Path file) {
    call(
        "upload " + file.getFileName() + " to",
        key,
        () ->
            connection
                .client()
                .uploadObject(
                    UploadObjectArgs.builder()
                        .bucket(bucket)
                        .object(root.fullKey(key))
                        .filename(file.toString(), PART_BYTES)
                        .parallelUploads(PARALLEL_PARTS)
                        .checksum(Checksum.Algorithm.CRC32C)
                        .build()));
    return call("look at", key, () -> info(key, stat(key)));
  }

  @Override
  public String download(String key, Path target) {
    MessageDigest digest = Sha256.start();
    try (OutputStream out =
        Files.newOutputStream(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      Transfer transfer = new Transfer(out, digest);
      StatObjectResponse stat = call("look at", key, () -> stat(key));
      while (transfer.bytes < stat.size()) {
        call("download", key, () -> transfer.from(get(key).matchETag(stat.etag())));
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreFailure.REFUSED,
          "Cannot write %s: %s. Is the disk full?".formatted(target, e.getMessage()),
          e);
    }
    return Sha256.finish(digest);
  }

  /** One download over several connections: each goes on behind what has been written already. */
  private final class Transfer {
    private final OutputStream out;
    private final MessageDigest digest;
    private long bytes;

    Transfer(OutputStream out, MessageDigest digest) {
      this.out = out;
      this.digest = digest;
    }

    Object from(GetObjectArgs.Builder args) throws Exception {
      byte[] buffer = new byte[COPY_BUFFER_BYTES];
      try (InputStream in =
          connection.client().getObject(bytes > 0 ? args.offset(bytes).build() : args.build())) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          out.write(buffer, 0, n);
          digest.update(buffer, 0, n);
          bytes += n;
        }
      }
      return this;
    }
  }

  @Override
  public List<ObjectInfo> list(String prefix) {
    return call("list", prefix, () -> folders.list(prefix));
  }

  @Override
  public void delete(String key) {
    call(
        "delete",
        key,
        () -> {
          connection
              .client()
              .removeObject(
                  RemoveObjectArgs.builder().bucket(bucket).object(root.fullKey(key)).build());
          return true;
        });
  }

  @Override
  public int deleteFolder(String folder) {
    AtomicInteger deleted = new AtomicInteger();
    call("delete all of", folder, () -> folders.delete(folder, deleted));
    return deleted.get();
  }

  @Override
  public void check() {
    boolean exists = call("reach", "", () -> orWithReason(this::bucketExists, folders::touch));
    if (!exists) {
      throw failures.noSuchBucket("reach");
    }
  }

  private boolean bucketExists() throws MinioException {
    return connection.client().bucketExists(BucketExistsArgs.builder().bucket(bucket).build());
  }

  private <T> T call(String verb, String key, Callable<T> call) {
    return retries.run(call, e -> failures.explain(verb, key, e));
  }
}

package dev.spinrun.runstore.object;

import io.minio.MinioClient;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One S3 client and its connections, made when first asked for. */
final class S3Connection implements AutoCloseable {
  private static final String AWS = "https://s3.amazonaws.com";

  private final StoreSettings settings;
  private final HttpConnection http;
  private @Nullable MinioClient client;

  S3Connection(StoreSettings settings) {
    this.settings = settings;
    this.http = new HttpConnection(settings, MissingObject::told);
  }

  /** Where the store is, for error messages. */
  String endpoint() {
    return Objects.requireNonNullElse(settings.endpoint(), AWS);
  }

  synchronized MinioClient client() {
    if (client == null) {
      MinioClient.Builder builder =
          MinioClient.builder()
              .endpoint(endpoint())
              .credentialsProvider(provider())
              .httpClient(http.client());
      if (settings.region() != null) {
        builder.region(settings.region());
      }
      client = builder.build();
    }
    return client;
  }

  private Provider provider() {
    Credentials given = settings.credentials();
    return given == null
        ? new IamAwsProvider(null, null)
        : new StaticProvider(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
  }

  @Override
  public synchronized void close() {
    http.close();
    client = null;
  }
}

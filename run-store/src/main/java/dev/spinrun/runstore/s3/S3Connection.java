package dev.spinrun.runstore.s3;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.credentials.CredentialsSource;
import dev.spinrun.runstore.network.HttpConnection;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.object.StoreException;
import io.minio.MinioClient;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One S3 client and its connections, made when first asked for. */
public final class S3Connection implements AutoCloseable {
  private static final String AWS = "https://s3.amazonaws.com";

  private final StoreSettings settings;
  private final HttpConnection http;
  private @Nullable MinioClient client;

  /** Nothing is contacted before the first call of a store. */
  public S3Connection(StoreSettings settings) {
    this.settings = settings;
    this.http = HttpConnection.straight(settings, new S3Answers());
  }

  /** Where the store is, for error messages. */
  String endpoint() {
    return Objects.requireNonNullElse(settings.endpoint(), AWS);
  }

  synchronized MinioClient client() {
    MinioClient known = client;
    if (known == null) {
      MinioClient.Builder builder =
          builder().credentialsProvider(provider()).httpClient(http.client());
      if (settings.region() != null) {
        builder.region(settings.region());
      }
      known = builder.build();
      client = known;
    }
    return known;
  }

  private MinioClient.Builder builder() {
    try {
      return MinioClient.builder().endpoint(endpoint());
    } catch (IllegalArgumentException e) {
      throw new StoreException(
          StoreFailure.REFUSED,
          "'%s' is no URL of an S3 server. Give it as https://host:port without a path."
              .formatted(endpoint()),
          e);
    }
  }

  private Provider provider() {
    CredentialsSource given = settings.credentials();
    return given == null ? new IamAwsProvider(null, null) : () -> signing(given.current());
  }

  private static io.minio.credentials.Credentials signing(Credentials now) {
    return new io.minio.credentials.Credentials(
        now.accessKeyId(), now.secretAccessKey(), now.sessionToken(), null);
  }

  @Override
  public synchronized void close() {
    http.close();
    client = null;
  }
}

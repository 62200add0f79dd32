package dev.spinrun.runstore.object;

import io.minio.MinioClient;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** One S3 client and its connections, made when first asked for. */
final class S3Connection implements AutoCloseable {
  private static final String AWS = "https://s3.amazonaws.com";
  private static final int IDLE_CONNECTIONS = 8;

  private final StoreSettings settings;
  private @Nullable MinioClient client;
  private @Nullable OkHttpClient http;

  S3Connection(StoreSettings settings) {
    this.settings = settings;
  }

  /** Where the store is, for error messages. */
  String endpoint() {
    return Objects.requireNonNullElse(settings.endpoint(), AWS);
  }

  synchronized MinioClient client() {
    if (client == null) {
      http =
          new OkHttpClient.Builder()
              .connectTimeout(settings.connectTimeout())
              .readTimeout(settings.readTimeout())
              .writeTimeout(settings.readTimeout())
              // The number of tries is ours alone: two layers of retries would multiply.
              .retryOnConnectionFailure(false)
              .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
              .dispatcher(new Dispatcher())
              .addInterceptor(MissingObject::told)
              .build();
      MinioClient.Builder builder =
          MinioClient.builder()
              .endpoint(endpoint())
              .credentialsProvider(provider())
              .httpClient(http);
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
    if (http != null) {
      http.dispatcher().executorService().shutdown();
      http.connectionPool().evictAll();
      http = null;
      client = null;
    }
  }
}

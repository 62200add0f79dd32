package dev.spinrun.runstore.object;

import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** An HTTP client with a store's time-outs, made when first asked for. */
final class HttpConnection implements AutoCloseable {
  private static final int IDLE_CONNECTIONS = 8;

  private final StoreSettings settings;
  private final Interceptor interceptor;
  private @Nullable OkHttpClient client;

  HttpConnection(StoreSettings settings, Interceptor interceptor) {
    this.settings = settings;
    this.interceptor = interceptor;
  }

  synchronized OkHttpClient client() {
    if (client == null) {
      client =
          new OkHttpClient.Builder()
              .connectTimeout(settings.connectTimeout())
              .readTimeout(settings.readTimeout())
              .writeTimeout(settings.readTimeout())
              // The number of tries is ours alone: two layers of retries would multiply.
              .retryOnConnectionFailure(false)
              .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
              .dispatcher(new Dispatcher())
              .addInterceptor(interceptor)
              .build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
      client = null;
    }
  }
}

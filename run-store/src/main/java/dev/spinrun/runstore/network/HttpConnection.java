package dev.spinrun.runstore.network;

import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/** An HTTP client with a store's time-outs, made when first asked for. */
public final class HttpConnection implements AutoCloseable {
  private static final int IDLE_CONNECTIONS = 8;

  private final StoreSettings settings;
  private final List<Interceptor> interceptors;
  private final boolean redirected;
  private @Nullable OkHttpClient client;

  private HttpConnection(
      StoreSettings settings, List<Interceptor> interceptors, boolean redirected) {
    this.settings = settings;
    this.interceptors = interceptors;
    this.redirected = redirected;
  }

  /**
   * It goes where it was told to, and nowhere else that an answer may name.
   *
   * @param answers reads each answer first
   */
  public static HttpConnection straight(StoreSettings settings, Interceptor answers) {
    return new HttpConnection(settings, List.of(answers), false);
  }

  /** To a server that has its files elsewhere: by redirects, but never out of TLS. */
  public static HttpConnection redirected(StoreSettings settings) {
    return new HttpConnection(settings, List.of(), true);
  }

  /** The same until it is closed. */
  public synchronized OkHttpClient client() {
    OkHttpClient known = client;
    if (known == null) {
      known = build();
      client = known;
    }
    return known;
  }

  private OkHttpClient build() {
    Patience patience = settings.patience();
    ProxyRoutes routes = new ProxyRoutes(settings.network());
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectTimeout(patience.connect())
            .readTimeout(patience.silence())
            .writeTimeout(patience.silence())
            // The other time-outs begin anew with each byte: a server may drip for ever.
            .callTimeout(patience.request())
            .followRedirects(redirected)
            .followSslRedirects(false)
            .socketFactory(new CarefulSockets())
            .proxySelector(routes)
            .proxyAuthenticator(routes)
            // The number of tries is ours alone: two layers of retries would multiply.
            .retryOnConnectionFailure(false)
            .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
            .dispatcher(new Dispatcher());
    interceptors.forEach(builder::addInterceptor);
    if (settings.network().authorities() != null) {
      HandshakeCertificates trusted = settings.network().authorities().withThePlatforms();
      builder.sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager());
    }
    return builder.build();
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

package dev.spinrun.runstore.network;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/** The settings of the network as the HTTP client asks for them. */
final class ProxyRoutes extends ProxySelector implements Authenticator {
  private static final String HEADER = "Proxy-Authorization";

  private final NetworkSettings network;

  ProxyRoutes(NetworkSettings network) {
    this.network = network;
  }

  @Override
  public List<Proxy> select(URI uri) {
    HttpUrl url = HttpUrl.get(uri);
    return url == null
        ? List.of(Proxy.NO_PROXY)
        : List.of(network.route(url.scheme(), url.host(), url.port()));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // There is one way; whoever called is told.
  }

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response) {
    HttpUrl target = route == null ? response.request().url() : route.address().url();
    String authorization = network.authorization(target);
    // Refused with these already: another try would be refused as well.
    return authorization == null || authorization.equals(response.request().header(HEADER))
        ? null
        : response.request().newBuilder().header(HEADER, authorization).build();
  }
}

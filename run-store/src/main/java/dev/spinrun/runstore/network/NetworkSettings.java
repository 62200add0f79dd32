package dev.spinrun.runstore.network;

import java.net.Proxy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The way to stores and hubs, one for the whole process: proxies as curl and Go know them, and
 * authorities to trust beyond those of the platform.
 *
 * @param http proxy for {@code http://}
 * @param https proxy for {@code https://}
 * @param direct what is reached without a proxy
 * @param authorities to trust in addition; none for the platform's alone
 */
public record NetworkSettings(
    @Nullable HttpProxy http,
    @Nullable HttpProxy https,
    NoProxy direct,
    @Nullable Authorities authorities) {
  /** Names the proxy for {@code http://}; lower case counts as well, and before this. */
  public static final String HTTP_PROXY = "HTTP_PROXY";

  /** Names the proxy for {@code https://}. */
  public static final String HTTPS_PROXY = "HTTPS_PROXY";

  /** Lists what is reached without a proxy. */
  public static final String NO_PROXY = "NO_PROXY";

  /** Names a PEM file of authorities to trust in addition to the platform's. */
  public static final String CA_BUNDLE = "SPINRUN_CA_BUNDLE";

  /** No proxy, and the platform's authorities. */
  public static final NetworkSettings DIRECT =
      new NetworkSettings(null, null, NoProxy.of(""), null);

  /**
   * The settings in these variables.
   *
   * @throws IllegalArgumentException saying which variable cannot be used
   */
  public static NetworkSettings from(Map<String, String> variables) {
    String bundle = value(variables, CA_BUNDLE);
    return new NetworkSettings(
        proxy(variables, HTTP_PROXY),
        proxy(variables, HTTPS_PROXY),
        NoProxy.of(value(variables, NO_PROXY)),
        bundle.isEmpty() ? null : Authorities.read(Path.of(bundle)));
  }

  private static @Nullable HttpProxy proxy(Map<String, String> variables, String name) {
    String url = value(variables, name);
    return url.isEmpty() ? null : HttpProxy.parse(url, name);
  }

  private static String value(Map<String, String> variables, String name) {
    String lower = variables.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip();
    return lower.isEmpty() ? variables.getOrDefault(name, "").strip() : lower;
  }

  /** The proxy to this URL, if there is one. */
  @Nullable HttpProxy proxyTo(String scheme, String host, int port) {
    HttpProxy proxy = scheme.equals("https") ? https : http;
    return proxy == null || direct.covers(host, port) ? null : proxy;
  }

  /** The credentials for the proxy at this address. */
  @Nullable String authorization(HttpUrl url) {
    HttpProxy proxy = proxyTo(url.scheme(), url.host(), url.port());
    return proxy == null ? null : proxy.authorization();
  }

  /** As Java's networking names it. */
  Proxy route(String scheme, String host, int port) {
    HttpProxy proxy = proxyTo(scheme, host, port);
    return proxy == null ? Proxy.NO_PROXY : proxy.asProxy();
  }
}

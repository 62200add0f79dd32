package dev.spinrun.runstore.network;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy. Its text never shows the password.
 *
 * @param user who may use it; absent where everybody may
 */
public record HttpProxy(String host, int port, @Nullable String user, @Nullable String password) {
  private static final Pattern SCHEME = Pattern.compile("^(?<scheme>[a-zA-Z0-9+.-]+)://");

  /**
   * Parses {@code http://user:password@host:port}, of which host alone is needed.
   *
   * @param variable that holds the URL, for the error
   */
  static HttpProxy parse(String url, String variable) {
    Matcher scheme = SCHEME.matcher(url);
    boolean named = scheme.find();
    HttpUrl parsed =
        !named || scheme.group("scheme").equalsIgnoreCase("http")
            ? HttpUrl.parse(named ? url : "http://" + url)
            : null;
    if (parsed == null) {
      throw new IllegalArgumentException(
          "%s names no HTTP proxy. Give it as http://host:port or http://user:password@host:port."
              .formatted(variable));
    }
    boolean known = !parsed.username().isEmpty();
    return new HttpProxy(
        parsed.host(),
        parsed.port(),
        known ? parsed.username() : null,
        known ? parsed.password() : null);
  }

  /** The value of a Proxy-Authorization header. */
  @Nullable String authorization() {
    return user == null ? null : Credentials.basic(user, password == null ? "" : password);
  }

  /** Its name is looked up for each connection: it may move. */
  Proxy asProxy() {
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
  }

  @Override
  public String toString() {
    return "http://" + (user == null ? "" : user + ":***@") + host + ":" + port;
  }
}

package dev.spinrun.e2e.edge;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;

/**
 * Where the API server is.
 *
 * @param http presents a certificate with all rights
 */
public record ApiServer(URI address, HttpClient http) {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** The API server that a client of this configuration speaks to. */
  public static ApiServer of(Config config) {
    try {
      return new ApiServer(
          URI.create(config.getMasterUrl()),
          HttpClient.newBuilder()
              .sslContext(SSLUtils.sslContext(config))
              // Of HTTP/2 connections there would be one, with 100 streams at most.
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT)
              .build());
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no TLS context for " + config.getMasterUrl(), e);
    }
  }
}

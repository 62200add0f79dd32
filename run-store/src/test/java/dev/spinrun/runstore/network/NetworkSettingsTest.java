package dev.spinrun.runstore.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.fake.S3Server;
import dev.spinrun.runstore.hub.HubSettings;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.open.ObjectStores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to a store: over real sockets, through a real proxy, with an authority of its own. */
class NetworkSettingsTest {
  private static final Credentials CREDENTIALS = new Credentials("access", "secret", null);

  @TempDir private Path folder;

  private static ObjectStore store(String endpoint, Map<String, String> variables) {
    StoreSettings settings =
        StoreSettings.brief(endpoint, "eu-central-1", CREDENTIALS)
            .withNetwork(NetworkSettings.from(variables));
    return new ObjectStores(settings).at("s3://bucket/runs");
  }

  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("Acme").build();

  private Map<String, String> bundle() throws IOException {
    Path pem = folder.resolve("acme.pem");
    Files.writeString(pem, AUTHORITY.certificatePem() + "\n" + AUTHORITY.certificatePem());
    return Map.of(NetworkSettings.CA_BUNDLE, pem.toString());
  }

  private static S3Server secured() throws IOException {
    return new S3Server(https());
  }

  private static HttpsServer https() throws IOException {
    HeldCertificate leaf =
        new HeldCertificate.Builder()
            .signedBy(AUTHORITY)
            .addSubjectAlternativeName("127.0.0.1")
            .addSubjectAlternativeName("store.test")
            .build();
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(
        new HttpsConfigurator(
            new HandshakeCertificates.Builder().heldCertificate(leaf).build().sslContext()));
    return https;
  }

  /** A hub has its files elsewhere, but what was asked for over TLS comes over TLS. */
  @Test
  void noRedirectLeadsAHubOutOfTls() throws IOException {
    HttpsServer hub = https();
    AtomicInteger asked = new AtomicInteger();
    try (S3Server plain = new S3Server()) {
      hub.createContext(
          "/",
          exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Location", plain.endpoint());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
          });
      hub.start();
      StoreSettings settings =
          StoreSettings.brief(null, null, null).withNetwork(NetworkSettings.from(bundle()));
      HubSettings there =
          new HubSettings("https://127.0.0.1:" + hub.getAddress().getPort(), "hf_secret");

      assertThatThrownBy(() -> new ObjectStores(settings, there).source("hf://a/b").list(""))
          .hasMessageContaining("redirects (HTTP 302)")
          .returns(StoreFailure.REFUSED, e -> ((StoreException) e).kind());
      assertThat(asked).hasValue(1);
      assertThat(plain.requests()).isEmpty();
    } finally {
      hub.stop(0);
    }
  }

  @Test
  void anAuthorityOfOnesOwnIsTrustedOnlyWithItsBundle() throws IOException {
    try (S3Server server = secured()) {
      String endpoint = "https://127.0.0.1:" + server.port();

      assertThatThrownBy(() -> store(endpoint, Map.of()).check())
          .hasMessageContaining("its certificate is not trusted")
          .hasMessageContaining("SPINRUN_CA_BUNDLE")
          .hasMessageNotContaining("Acme")
          .returns(StoreFailure.UNREACHABLE, e -> ((StoreException) e).kind());
      assertThatCode(() -> store(endpoint, bundle()).check()).doesNotThrowAnyException();
      assertThatThrownBy(() -> store("https://localhost:" + server.port(), bundle()).check())
          .hasMessageContaining("its certificate names another host");
    }
  }

  @Test
  void aBundleThatIsNoneIsNamedAtTheStart() throws IOException {
    Path none = Files.writeString(folder.resolve("none.pem"), "hello");
    for (Path bad : List.of(none, folder.resolve("missing.pem"))) {
      assertThatThrownBy(() -> NetworkSettings.from(Map.of("SPINRUN_CA_BUNDLE", bad.toString())))
          .hasMessageContaining("SPINRUN_CA_BUNDLE: the file " + bad)
          .hasMessageContaining("PEM");
    }
  }

  @Test
  void aProxyCarriesHttpAndTunnelsHttps() throws IOException {
    String known = "Basic " + Base64.getEncoder().encodeToString("ann:pa ss".getBytes(UTF_8));
    try (S3Server plain = new S3Server();
        S3Server secured = secured();
        ProxyServer proxy = new ProxyServer(known, plain.port(), secured.port())) {
      Map<String, String> variables = new HashMap<>(bundle());
      variables.put("http_proxy", proxy.url("ann:pa%20ss@"));
      variables.put("HTTPS_PROXY", proxy.url("ann:pa%20ss@"));

      store("http://store.test", variables).write("x", new byte[1]);
      store("https://store.test", variables).write("y", new byte[1]);

      assertThat(plain.objects()).containsOnlyKeys("runs/x");
      assertThat(secured.objects()).containsOnlyKeys("runs/y");
      assertThat(proxy.requests())
          .anyMatch(line -> line.startsWith("PUT http://store.test/bucket/runs/x"))
          .contains("CONNECT store.test:443 HTTP/1.1");
      assertThat(NetworkSettings.from(variables).toString())
          .contains("ann:***@")
          .doesNotContain("pa ss", "pa%20ss");
    }
  }

  @Test
  void whatTheListNamesIsReachedWithoutTheProxy() throws IOException {
    try (S3Server plain = new S3Server();
        ProxyServer proxy = new ProxyServer(null, plain.port(), 0)) {
      Map<String, String> variables =
          Map.of("HTTP_PROXY", proxy.url(""), "NO_PROXY", "other.test,.invalid");

      assertThatThrownBy(() -> store("http://store.invalid", variables).check())
          .hasMessageContaining("the host name is unknown");
      assertThat(proxy.requests()).isEmpty();
      store("http://store.test", variables).check();
      assertThat(proxy.requests()).hasSize(1);
      store(plain.endpoint(), variables).check();
      assertThat(proxy.requests()).hasSize(1);
    }
  }

  @ParameterizedTest(name = "{0} covers {1}:{2}: {3}")
  @CsvSource({
    "'', localhost, 80, true",
    "'', 127.0.0.9, 80, true",
    "'', store.acme.org, 80, false",
    "*, store.acme.org, 80, true",
    "acme.org, acme.org, 80, true",
    "acme.org, store.acme.org, 80, true",
    "acme.org, notacme.org, 80, false",
    ".acme.org, store.acme.org, 80, true",
    ".acme.org, acme.org, 80, false",
    "*.acme.org, store.acme.org, 80, true",
    "ACME.org, Store.Acme.Org, 80, true",
    "acme.org:9000, store.acme.org, 9000, true",
    "acme.org:9000, store.acme.org, 80, false",
    "10.0.0.0/8, 10.200.1.2, 80, true",
    "10.0.0.0/8, 11.0.0.1, 80, false",
    "10.0.0.0/8, store.acme.org, 80, false",
    "10.0.0.0/9, 10.200.1.2, 80, false",
    "10.1.2.3, 10.1.2.3, 80, true",
    "10.1.2.3:9000, 10.1.2.3, 80, false",
    "fd00::/8, fd12::1, 80, true",
    "fd12::1, fd12:0::1, 80, true",
    "10.0.0.0/99, 10.0.0.1, 80, false",
    "'one.org, two.org', two.org, 80, true"
  })
  void hostsAreMatchedAsGoDoes(String list, String host, int port, boolean covered) {
    assertThat(NoProxy.of(list).covers(host, port)).isEqualTo(covered);
  }

  @Test
  void aProxyThatIsNoneIsNamedWithoutItsPassword() {
    for (String bad :
        List.of("socks5://ann:secret@proxy:1080", "https://ann:secret@p", "http://")) {
      assertThatThrownBy(() -> NetworkSettings.from(Map.of("HTTPS_PROXY", bad)))
          .hasMessageContaining("HTTPS_PROXY names no HTTP proxy")
          .hasMessageNotContaining("secret");
    }
  }
}

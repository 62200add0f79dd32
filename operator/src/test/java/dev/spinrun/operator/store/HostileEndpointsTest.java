package dev.spinrun.operator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spinrun.contract.settings.Storage;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.SpinRuns;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.store.HostileRows.Row;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.fake.S3Server;
import dev.spinrun.runstore.network.Patience;
import dev.spinrun.runstore.network.StoreSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody's stores are somebody's servers: over real sockets, as the poller asks them. */
class HostileEndpointsTest {
  /** On a busy machine. Behind 200 rounds that each hold a thread it would be minutes. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static final Patience SHORT =
      new Patience(SECOND, SECOND, Duration.ofSeconds(2), SECOND, 1, Duration.ZERO, SECOND, 1000);

  /** Of a row alone: its deadline, a few times over, on a machine that is busy. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<AutoCloseable> servers = new ArrayList<>();
  private final SharedStores shared = new SharedStores();
  private HostileServer elsewhere;
  private StorePoller poller;

  @BeforeEach
  void start() throws IOException {
    elsewhere = serve(client -> {});
    poller =
        new StorePoller(
            question -> open(question.storage()),
            new PollSettings(
                4,
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                PollSettings.Share.UNBOUNDED,
                Duration.ofMinutes(5)),
            Clock.systemUTC(),
            new SilentListener());
  }

  @AfterEach
  void stop() throws Exception {
    poller.close();
    for (AutoCloseable server : servers) {
      server.close();
    }
  }

  private OpenStore open(Storage storage) {
    return shared.open(
        StoreSettings.brief(
                storage.endpoint(), storage.region(), new Credentials("access", "secret", null))
            .withPatience(SHORT),
        storage.uri());
  }

  private HostileServer serve(HostileServer.Behaviour behaviour) throws IOException {
    HostileServer server = new HostileServer(behaviour);
    servers.add(server);
    return server;
  }

  private static StoreQuestion question(String name, String endpoint, boolean hasRegion) {
    String storage =
        hasRegion ? "'%s', region: us-east-1".formatted(endpoint) : "'%s'".formatted(endpoint);
    return StoreQuestion.of(
        SpinRuns.of(
            SpinRuns.SMALL
                .replace("'http://minio:9000'", storage)
                .replace("11111111-2222", Integer.toHexString(name.hashCode()))),
        SpinRunStatus.initial());
  }

  private StoreQuestion ask(Row row, int run) throws IOException {
    String endpoint = serve(row.behaviour()).endpoint().replaceFirst("^http", row.scheme());
    StoreQuestion question = question(row.name() + run, endpoint, row.hasRegion());
    poller.view(question);
    return question;
  }

  @Test
  void eachIsToldInWordsOfOursAndInTime() throws IOException {
    Map<Row, StoreQuestion> asked = new LinkedHashMap<>();
    for (Row row : HostileRows.all(elsewhere.endpoint())) {
      asked.put(row, ask(row, 0));
    }
    assertThat(asked).hasSizeGreaterThan(18);

    asked.forEach(
        (row, question) -> {
          await(row.name()).atMost(SOON).until(() -> poller.view(question).problem() != null);
          StoreProblem problem = poller.view(question).problem();
          assertThat(problem.kind()).as("%s: %s", row, problem.message()).isEqualTo(row.kind());
          assertThat(problem.message().toUpperCase(Locale.ROOT))
              .as(row.name())
              .doesNotContain(HostileServer.MARKER)
              .hasSizeLessThan(500);
        });
    assertThat(elsewhere.connections()).isZero();
  }

  /** 20 endpoints that hold whatever asks them, with ten runs each. */
  @ParameterizedTest
  @ValueSource(strings = {"it never answers", "it sends a byte a second", "a document without end"})
  void aNeighbourIsAnsweredAtOnce(String name) throws IOException {
    Row row =
        HostileRows.all(elsewhere.endpoint()).stream()
            .filter(r -> r.name().equals(name))
            .findFirst()
            .orElseThrow();
    for (int endpoint = 0; endpoint < 20; endpoint++) {
      String url = serve(row.behaviour()).endpoint();
      for (int run = 0; run < 10; run++) {
        poller.view(question(name + endpoint + "-" + run, url, true));
      }
    }
    assertAnswered();
    Instant longAgo = Instant.now().minus(AT_ONCE);
    assertThat(poller.overdueSince().filter(since -> since.isBefore(longAgo))).isEmpty();
  }

  @Test
  void aNeighbourIsAnsweredWhileAllOfThemAreAsked() throws IOException {
    for (Row row : HostileRows.all(elsewhere.endpoint())) {
      ask(row, 0);
    }
    assertAnswered();
  }

  private void assertAnswered() {
    S3Server good = new S3Server();
    servers.add(good);
    StoreQuestion neighbour = question("neighbour", good.endpoint(), true);
    poller.view(neighbour);
    await().atMost(AT_ONCE).until(() -> poller.view(neighbour).isAnswered());
  }
}

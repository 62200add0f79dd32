package dev.spinrun.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Stores that do everything that a socket can do, and a neighbour who has nothing to do with them.
 */
@ClusterTest
class HostileStoresTest {
  private static final int RUNS_OF_EACH = 3;
  private static final int NEIGHBOURS = 3;
  private static final Duration A_MINUTE = Duration.ofSeconds(60);

  @Test
  void noneStopsTheOperatorOrANeighbourAndNoWordOfTheirsIsRepeated(World world) throws IOException {
    Optional<String> here = world.cluster().hostAddress();
    Assumptions.assumeTrue(here.isPresent(), "this cluster's pods do not reach this machine");
    InstalledOperator operator = new InstalledOperator(world);
    int restarts = operator.restarts();
    List<AutoCloseable> servers = new ArrayList<>();
    List<LiveRun> hostile = new ArrayList<>();
    try {
      for (Map.Entry<String, HostileServer.Behaviour> b : HostileServer.behaviours().entrySet()) {
        HostileServer server = new HostileServer(b.getKey(), b.getValue());
        servers.add(server);
        String endpoint = "http://%s:%d".formatted(here.get(), server.port());
        for (int i = 0; i < RUNS_OF_EACH; i++) {
          hostile.add(
              world.run(
                  "hostile-%s-%d".formatted(b.getKey(), i),
                  spec -> spec.withObject("/storage").put("endpoint", endpoint)));
        }
      }
      assertThat(hostile).hasSizeGreaterThan(15 * RUNS_OF_EACH);
      for (int i = 0; i < NEIGHBOURS; i++) {
        Instant applied = Instant.now();
        try (LiveRun neighbour = world.run("neighbour-" + i, LiveRun::drawLittle)) {
          neighbour.await("its first Job", s -> s.current().job() != null);
          Duration waited = Duration.between(applied, Instant.now());
          System.out.printf("neighbour %d started after %d s%n", i, waited.toSeconds());
          assertThat(waited).isLessThan(A_MINUTE);
        }
      }
      hostile.forEach(HostileStoresTest::awaitAnAnswer);
      assertNothingIsRepeated(world, operator, hostile);
      assertThat(operator.restarts()).isEqualTo(restarts);
    } finally {
      hostile.forEach(LiveRun::close);
      for (AutoCloseable server : servers) {
        close(server);
      }
    }
  }

  private static void awaitAnAnswer(LiveRun run) {
    Awaitility.await("what its store does is told")
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              SpinRunStatus status = run.now().getStatus();
              return status != null
                  && LiveRun.condition(status, "StoreReachable").getStatus().equals("False");
            });
  }

  private static void assertNothingIsRepeated(
      World world, InstalledOperator operator, List<LiveRun> hostile) {
    KubernetesClient client = world.cluster().client();
    for (LiveRun run : hostile) {
      SpinRun now = run.now();
      assertThat(client.getKubernetesSerialization().asJson(now.getStatus()))
          .as(now.getMetadata().getName())
          .doesNotContain(HostileServer.MARK);
      if (now.getMetadata().getName().endsWith("-0")) {
        System.out.printf("%s: %s%n", now.getMetadata().getName(), now.getStatus().message());
      }
    }
    assertThat(client.v1().events().inNamespace(world.quickstart().namespace()).list().getItems())
        .extracting(Event::getMessage)
        .noneMatch(message -> message != null && message.contains(HostileServer.MARK));
    assertThat(operator.log()).doesNotContain(HostileServer.MARK);
  }

  private static void close(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

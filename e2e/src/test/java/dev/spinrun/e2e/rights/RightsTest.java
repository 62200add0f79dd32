package dev.spinrun.e2e.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.Installation;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster;
import dev.spinrun.e2e.cluster.OnCluster.World;
import dev.spinrun.e2e.cluster.Operators;
import dev.spinrun.e2e.cluster.Quickstart;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The operator has the rights that it needs, and no others: measured by the API server's audit log.
 * Comes last, so that the log tells of the whole suite.
 */
@Tag("docker")
@Isolated("JUnit runs it when all others have ended")
@ExtendWith(OnCluster.class)
class RightsTest {
  private static final String RESUME = "{\"spec\": {\"suspend\": false}}";

  private static final String ACCOUNT = "spinrun-operator";
  private static final String TEAM = "team";
  private static final Duration SOON = Duration.ofMinutes(2);

  /**
   * Never asked for by a request, but checked: the first when a Job with an owner is created, since
   * this cluster has the admission plugin OwnerReferencesPermissionEnforcement on; the second by
   * the operator SDK when it starts.
   */
  private static final Set<Access> CHECKED =
      Set.of(
          new Access("spinrun.dev", "spinruns/finalizers", "update"),
          new Access("coordination.k8s.io", "leases", "update"));

  private static TeamInstallation team;
  private static Quickstart teamsQuickstart;

  /**
   * Both walks at once, since they mostly wait. Each operator looks after the runs of one namespace
   * meanwhile: two of them would share the requests for a run.
   */
  @BeforeAll
  static void useEachRight(World world) {
    Assumptions.assumeTrue(
        world.cluster().auditLog().isPresent(), "this cluster keeps no audit log that we can read");
    KubernetesClient client = world.cluster().client();
    Operators.watchOnly(client, world.quickstart().namespace());
    teamsQuickstart = Quickstart.install(client, TEAM);
    team = TeamInstallation.watching(client, TEAM);
    World teamsWorld = new World(world.cluster(), teamsQuickstart);
    ExecutorService walkers = Executors.newFixedThreadPool(2);
    try {
      CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> walk(world, "of-a-cluster"), walkers),
              CompletableFuture.runAsync(() -> walk(teamsWorld, "of-a-namespace"), walkers))
          .join();
    } finally {
      walkers.shutdown();
    }
  }

  @AfterAll
  static void leave() throws Exception {
    if (team != null) {
      team.close();
    }
    if (teamsQuickstart != null) {
      teamsQuickstart.close();
    }
  }

  @Test
  void ofAWholeCluster(World world) {
    KubernetesClient client = world.cluster().client();
    check(
        world,
        Installation.NAMESPACE,
        Stream.concat(
            client.rbac().clusterRoles().withName(ACCOUNT).require().getRules().stream(),
            leaderRules(client, Installation.NAMESPACE)));
  }

  @Test
  void ofOneNamespace(World world) {
    KubernetesClient client = world.cluster().client();
    check(
        world,
        TeamInstallation.NAMESPACE,
        Stream.concat(
            client.rbac().roles().inNamespace(TEAM).withName(ACCOUNT).require().getRules().stream(),
            leaderRules(client, TeamInstallation.NAMESPACE)));
  }

  private static Stream<PolicyRule> leaderRules(KubernetesClient client, String namespace) {
    return client
        .rbac()
        .roles()
        .inNamespace(namespace)
        .withName(ACCOUNT + "-leader")
        .require()
        .getRules()
        .stream();
  }

  /**
   * A run of two workers that finds the names of its objects taken, is suspended, resumed, branched
   * off from, and deleted with its folder; its branch has a service account that is not there.
   */
  private static void walk(World world, String name) {
    KubernetesClient client = world.cluster().client();
    LiveRun run =
        world.run(
            name,
            spec -> {
              LiveRun.drawLittle(spec);
              spec.put("iterations", 1).put("suspend", true);
              spec.withObject("/train").put("steps", 10).put("microBatchSize", 8).put("workers", 2);
              spec.withObject("/retention").put("onDelete", "Delete");
            });
    // Names are known once the run is there.
    run.await("suspension", s -> s.phase() == Phase.SUSPENDED);
    String prefix = name + "-" + run.now().getMetadata().getUid().substring(0, 5);
    ObjectMetaBuilder taken = new ObjectMetaBuilder().withNamespace(world.quickstart().namespace());
    HasMetadata plan =
        new ConfigMapBuilder().withMetadata(taken.withName(prefix + "-i0-plan").build()).build();
    ObjectMeta workers = taken.withName(prefix + "-workers").build();
    HasMetadata policy =
        new NetworkPolicyBuilder()
            .withMetadata(workers)
            .withNewSpec()
            .withNewPodSelector()
            .addToMatchLabels("spinrun.dev/nobody", "true")
            .endPodSelector()
            .endSpec()
            .build();
    HasMetadata service =
        new ServiceBuilder()
            .withMetadata(workers)
            .withNewSpec()
            .withClusterIP("None")
            .endSpec()
            .build();
    Stream.of(plan, policy, service).forEach(obstacle -> client.resource(obstacle).create());
    run.patch(RESUME);
    removeOnceItIsInTheWay(client, plan, run);
    run.await("work", s -> s.current().job() != null);
    run.patch("{\"spec\": {\"suspend\": true}}");
    run.await("suspension", s -> s.phase() == Phase.SUSPENDED);
    run.patch(RESUME);
    removeOnceItIsInTheWay(client, policy, run);
    removeOnceItIsInTheWay(client, service, run);
    assertThat(run.awaitEnd().phase()).isEqualTo(Phase.SUCCEEDED);
    try (LiveRun branch = world.run(name + "-branch", spec -> branchOff(spec, name))) {
      branch.await("the refusal of its pods", s -> isStalled(s, "FailedCreate", "nobody"));
    }
    run.close();
    Awaitility.await("the object goes").atMost(SOON).until(() -> run.now() == null);
  }

  private static boolean isStalled(SpinRunStatus status, String reason, String word) {
    return status.conditions().stream()
        .filter(c -> c.getType().equals("Stalled") && c.getStatus().equals("True"))
        .anyMatch(c -> c.getReason().equals(reason) && c.getMessage().contains(word));
  }

  private static void removeOnceItIsInTheWay(
      KubernetesClient client, HasMetadata obstacle, LiveRun run) {
    run.await(
        "the conflict with a " + obstacle.getKind(),
        s -> isStalled(s, "NameConflict", obstacle.getKind()));
    client.resource(obstacle).delete();
  }

  private static void branchOff(ObjectNode spec, String parent) {
    spec.putObject("model").putObject("from").put("run", parent).put("iteration", 1);
    spec.withObject("/pod").put("serviceAccountName", "nobody");
  }

  private static void check(World world, String namespace, Stream<PolicyRule> rules) {
    AuditTrail trail = AuditTrail.of(world.cluster().auditLog().orElseThrow(), namespace, ACCOUNT);
    List<PolicyRule> all = rules.toList();
    Set<Access> unused = new TreeSet<>(Access.allowedBy(all));
    unused.removeAll(trail.allowed());
    unused.removeAll(CHECKED);

    assertThat(trail.refused()).as("asked for in vain").isEmpty();
    assertThat(unused).as("allowed and never asked for").isEmpty();
  }
}

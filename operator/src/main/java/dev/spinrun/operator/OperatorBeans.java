package dev.spinrun.operator;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.operator.act.Actor;
import dev.spinrun.operator.act.Events;
import dev.spinrun.operator.act.Recorder;
import dev.spinrun.operator.metrics.EventTagsFilter;
import dev.spinrun.operator.metrics.MovementCheck;
import dev.spinrun.operator.metrics.OperatorMetrics;
import dev.spinrun.operator.metrics.ReconcileWatch;
import dev.spinrun.operator.observe.Observer;
import dev.spinrun.operator.plan.Planner;
import dev.spinrun.operator.resource.LeanObjects;
import dev.spinrun.operator.resource.NewerVersions;
import dev.spinrun.operator.resource.Platform;
import dev.spinrun.operator.store.PollSettings;
import dev.spinrun.operator.store.SecretStoreOpener;
import dev.spinrun.operator.store.StoreOpener;
import dev.spinrun.operator.store.StorePoller;
import dev.spinrun.runstore.network.NetworkSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkiverse.operatorsdk.runtime.QuarkusConfigurationService;
import io.quarkiverse.operatorsdk.runtime.QuarkusControllerConfiguration;
import io.quarkus.arc.DefaultBean;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the operator together: the only class that knows the container and the settings. */
final class OperatorBeans {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorBeans.class);

  /** A run at work is asked about every five minutes at the latest. */
  private static final Duration FORGET_AFTER = Duration.ofMinutes(15);

  /** Half a request a second for a run, twenty for all of them. */
  private static final PollSettings.Share SHARE =
      new PollSettings.Share(Duration.ofSeconds(2), Duration.ofMillis(50));

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  OperatorMetrics metrics(MeterRegistry registry) {
    return new OperatorMetrics(registry);
  }

  @Produces
  @Singleton
  ReconcileWatch watch(MeterRegistry registry, Clock clock) {
    return new ReconcileWatch(registry, clock);
  }

  @Produces
  @Singleton
  StoreWakes wakes(OperatorMetrics metrics) {
    return new StoreWakes(metrics);
  }

  @Produces
  @Singleton
  @DefaultBean
  StoreOpener opener(KubernetesClient client, OperatorSettings settings) {
    Map<String, String> variables = new TreeMap<>(settings.network().variables());
    settings
        .network()
        .caBundle()
        .ifPresent(file -> variables.put(NetworkSettings.CA_BUNDLE, file.toString()));
    NetworkSettings network = NetworkSettings.from(variables);
    LOG.info("Stores are reached by {}", network);
    return new SecretStoreOpener(client, network);
  }

  @Produces
  @Singleton
  StorePoller poller(StoreOpener opener, OperatorSettings settings, Clock clock, StoreWakes wakes) {
    OperatorSettings.Store store = settings.store();
    LOG.info(
        "Trainer image {}; each store is polled by {} threads every {} to {}; lease {}",
        settings.trainerImage(),
        store.threads(),
        store.shortestPause(),
        store.longestPause(),
        settings.lease());
    return new StorePoller(
        opener,
        new PollSettings(
            store.threads(), store.shortestPause(), store.longestPause(), SHARE, FORGET_AFTER),
        clock,
        wakes);
  }

  void close(@Disposes StorePoller poller) {
    poller.close();
  }

  @Produces
  @Singleton
  Observer observer(KubernetesClient client, StorePoller stores, Clock clock) {
    return new Observer(client, stores, clock);
  }

  @Produces
  @Singleton
  Planner planner(OperatorSettings settings) {
    OperatorSettings.Network network = settings.network();
    return new Planner(
        new Platform(
            settings.trainerImage(),
            network.variables(),
            network.caBundle().map(OperatorBeans::read).orElse(null)));
  }

  private static String read(Path caBundle) {
    try {
      return Files.readString(caBundle);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s, which SPINRUN_NETWORK_CA_BUNDLE names, cannot be read".formatted(caBundle), e);
    }
  }

  @Produces
  @Singleton
  Events events(KubernetesClient client) {
    return new Events(client);
  }

  @Produces
  @Singleton
  Actor actor(KubernetesClient client, StorePoller stores, Events events) {
    return new Actor(client, stores, events);
  }

  @Produces
  @Singleton
  Recorder recorder(Events events, OperatorMetrics metrics) {
    return new Recorder(events, metrics);
  }

  /** Used in production only: tests start a single operator. */
  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection(OperatorSettings settings) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(settings.lease())
        .build();
  }

  /** In place of the extension's own, which leaves out that we are called for deleted objects. */
  @Produces
  @ApplicationScoped
  Operator operator(QuarkusConfigurationService service, SpinRunReconciler reconciler) {
    QuarkusConfigurationService copying = new CheapCopies(service);
    Operator operator = new Operator(copying);
    QuarkusControllerConfiguration<SpinRun> extension = service.getConfigurationFor(reconciler);
    var changed = ControllerConfigurationOverrider.override(extension);
    SpinRunReconciler.configure(changed);
    operator.register(reconciler, new AllEvents(extension, changed.build(), copying));
    return operator;
  }

  @Produces
  @Liveness
  @Singleton
  HealthCheck movement(Operator operator, StorePoller stores, ReconcileWatch watch, Clock clock) {
    return new MovementCheck(operator, stores, watch, clock);
  }

  @Produces
  @Singleton
  MeterFilter sameTagsForAllEvents() {
    return new EventTagsFilter();
  }

  @Produces
  @Singleton
  KubernetesClientObjectMapperCustomizer tolerantAndLean() {
    return mapper -> {
      NewerVersions.tolerate(mapper);
      LeanObjects.by(mapper);
    };
  }
}

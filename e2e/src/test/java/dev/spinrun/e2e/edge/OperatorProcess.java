package dev.spinrun.e2e.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.operator.SpinRunReconciler;
import dev.spinrun.operator.StoreWakes;
import dev.spinrun.operator.act.Actor;
import dev.spinrun.operator.act.Events;
import dev.spinrun.operator.act.Recorder;
import dev.spinrun.operator.metrics.OperatorMetrics;
import dev.spinrun.operator.metrics.ReconcileWatch;
import dev.spinrun.operator.observe.Observer;
import dev.spinrun.operator.plan.Planner;
import dev.spinrun.operator.resource.LeanObjects;
import dev.spinrun.operator.resource.NewerVersions;
import dev.spinrun.operator.resource.Platform;
import dev.spinrun.operator.store.OpenStore;
import dev.spinrun.operator.store.PollSettings;
import dev.spinrun.operator.store.SecretStoreOpener;
import dev.spinrun.operator.store.StoreOpener;
import dev.spinrun.operator.store.StorePoller;
import dev.spinrun.runstore.network.NetworkSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/**
 * The operator as OperatorBeans puts it together, for one namespace, behind gates at both of its
 * edges. The only place of these tests that knows the parts.
 */
public final class OperatorProcess implements AutoCloseable {
  private static final PollSettings OFTEN =
      new PollSettings(
          2,
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          PollSettings.Share.UNBOUNDED,
          Duration.ofMinutes(5));

  /** Operators come and go by the hundred: they share what would be a process's event loops. */
  private static final Vertx LOOPS = Vertx.vertx();

  private final ApiProxy proxy;
  private final KubernetesClient client;
  private final StorePoller stores;
  private final Operator operator;

  /** Starts it; the gate is its own, and shut when the process is to be dead. */
  public OperatorProcess(ApiServer server, String namespace, EffectGate gate, WatchFlow flow) {
    this.proxy = new ApiProxy(server.address(), server.http(), gate, flow);
    this.client =
        new KubernetesClientBuilder()
            .withConfig(proxy.config())
            .withKubernetesSerialization(new KubernetesSerialization(mapper(), true))
            .withHttpClientFactory(new VertxHttpClientFactory(LOOPS))
            .build();
    Clock clock = Clock.systemUTC();
    MeterRegistry registry = new SimpleMeterRegistry();
    OperatorMetrics metrics = new OperatorMetrics(registry);
    StoreWakes wakes = new StoreWakes(metrics);
    Events events = new Events(client);
    StoreOpener opener = new SecretStoreOpener(client, NetworkSettings.DIRECT);
    this.stores =
        new StorePoller(question -> gated(opener.open(question), gate), OFTEN, clock, wakes);
    SpinRunReconciler reconciler =
        new SpinRunReconciler(
            new Observer(client, stores, clock),
            new Planner(Platform.of("spinrun/trainer:none")),
            new Actor(client, stores, events),
            new Recorder(events, metrics),
            stores,
            wakes,
            new ReconcileWatch(registry, clock));
    // As application.properties has it.
    this.operator =
        new Operator(
            settings ->
                settings
                    .withKubernetesClient(client)
                    .withUseSSAToPatchPrimaryResource(false)
                    .withConcurrentReconciliationThreads(16)
                    .withReconciliationTerminationTimeout(Duration.ofMillis(1))
                    // Its default ends this JVM.
                    .withInformerStoppedHandler((informer, e) -> {}));
    operator.register(
        reconciler,
        controller -> {
          SpinRunReconciler.configure(controller);
          controller.settingNamespace(namespace);
        });
    operator.start();
  }

  private static ObjectMapper mapper() {
    ObjectMapper mapper = new ObjectMapper();
    NewerVersions.tolerate(mapper);
    LeanObjects.by(mapper);
    return mapper;
  }

  private static OpenStore gated(OpenStore open, EffectGate gate) {
    return new OpenStore(new GatedStore(open.store(), gate), open.writes(), open.connections());
  }

  /**
   * Kills it: from the moment of return nothing that it still does has an effect. What is left of
   * it ends on a thread of its own, since some of it waits for answers that will not come.
   */
  @Override
  public void close() {
    proxy.close();
    stores.close();
    Thread undertaker =
        new Thread(
            () -> {
              operator.stop();
              // Left running by stop(), with a thread that wakes a hundred times a second.
              operator
                  .getConfigurationService()
                  .getExecutorServiceManager()
                  .scheduledExecutorService()
                  .shutdownNow();
              client.close();
            },
            "undertaker");
    undertaker.setDaemon(true);
    undertaker.start();
  }
}

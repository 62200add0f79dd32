package dev.spinrun.e2e.bench;

import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.GatedStore;
import dev.spinrun.e2e.node.TrainerPod;
import dev.spinrun.runstore.fake.FakeTrainer;
import dev.spinrun.runstore.object.ObjectStore;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in for all trainers: writes the results of each running pod, then says so on the pod,
 * which lets kwok end it.
 */
final class StandIn implements AutoCloseable, ResourceEventHandler<Pod> {
  private static final String PLAYED =
      "{\"metadata\": {\"annotations\": {\"spinrun.dev/played\": \"\"}}}";
  private static final int HANDS = 16;

  private final KubernetesClient client;
  private final ObjectStore store;
  private final AtomicLong calls = new AtomicLong();
  private final ExecutorService hands = Executors.newFixedThreadPool(HANDS);
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final SharedIndexInformer<Pod> pods;

  StandIn(KubernetesClient client, ObjectStore store) {
    this.client = client;
    this.store = new GatedStore(store, new CountingGate(calls));
    this.pods = client.pods().inAnyNamespace().withLabel("spinrun.dev/run").inform(this);
  }

  /** Requests that it has sent to the store. */
  long storeCalls() {
    return calls.get();
  }

  @Override
  public void onAdd(Pod pod) {
    if ("Running".equals(pod.getStatus().getPhase())
        && pod.getMetadata().getDeletionTimestamp() == null
        && begun.add(pod.getMetadata().getUid())) {
      hands.execute(() -> play(new TrainerPod(pod)));
    }
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {
    onAdd(pod);
  }

  @Override
  public void onDelete(Pod pod, boolean finalStateUnknown) {
    begun.remove(pod.getMetadata().getUid());
  }

  private void play(TrainerPod pod) {
    try {
      String plan =
          client
              .configMaps()
              .inNamespace(pod.namespace())
              .withName(pod.planName())
              .require()
              .getData()
              .get("plan.json");
      new FakeTrainer(store, plan.getBytes(StandardCharsets.UTF_8)).run(pod.call());
      client
          .pods()
          .inNamespace(pod.namespace())
          .withName(pod.pod().getMetadata().getName())
          .patch(PatchContext.of(PatchType.JSON_MERGE), PLAYED);
    } catch (RuntimeException e) {
      System.err.println(pod.job() + " is not played: " + e);
    }
  }

  @Override
  public void close() {
    pods.close();
    hands.shutdownNow();
  }

  private record CountingGate(AtomicLong calls) implements EffectGate {
    @Override
    public Passage ask(String effect) {
      // An upload is looked at afterwards.
      calls.addAndGet(effect.startsWith("store upload") ? 2 : 1);
      return Passage.PASS;
    }

    @Override
    public boolean isShut() {
      return false;
    }
  }
}

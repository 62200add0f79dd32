package dev.spinrun.e2e.node;

import dev.spinrun.contract.call.StageCall;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.runstore.fake.FakeTrainer;
import dev.spinrun.runstore.object.ObjectStore;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Kubelet and trainer of the pods that are bound to it. */
public final class FakeNode implements AutoCloseable {
  /** Key of the label that a pod selects, and of the taint that it tolerates. */
  public static final String KEY = "spinrun.dev/fake-node";

  private static final int HEARTBEAT_SECONDS = 10;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final PodEnding STOPPED = new PodEnding(143, "");

  private final KubernetesClient client;
  private final NodeObject node;
  private final Function<IterationPlan, ObjectStore> stores;
  private final Map<String, PodEnding.Choice> choices = new ConcurrentHashMap<>();
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService hands = Executors.newCachedThreadPool();
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final Set<String> stopped = ConcurrentHashMap.newKeySet();
  private final Map<String, List<String>> worked = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Pod> pods;

  /**
   * Joins the cluster.
   *
   * @param stores where the work of a plan goes
   */
  public FakeNode(
      KubernetesClient client, String name, Function<IterationPlan, ObjectStore> stores) {
    this.client = client;
    this.node = new NodeObject(client, name);
    this.stores = stores;
    node.register();
    var unused =
        heart.scheduleAtFixedRate(
            this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    this.pods =
        client
            .pods()
            .inAnyNamespace()
            .withField("spec.nodeName", name)
            .inform(
                new ResourceEventHandler<Pod>() {
                  @Override
                  public void onAdd(Pod pod) {
                    changed(pod);
                  }

                  @Override
                  public void onUpdate(Pod before, Pod pod) {
                    changed(pod);
                  }

                  @Override
                  public void onDelete(Pod pod, boolean finalStateUnknown) {
                    begun.remove(pod.getMetadata().getUid());
                  }
                });
  }

  /** Job and index of each pod of a namespace that has done its work, in that order. */
  public List<String> worked(String namespace) {
    return List.copyOf(worked.getOrDefault(namespace, List.of()));
  }

  /** From now on pods of this namespace end as chosen; without a choice their work is done. */
  public void decide(String namespace, PodEnding.Choice choice) {
    choices.put(namespace, choice);
  }

  private void changed(Pod object) {
    TrainerPod pod = new TrainerPod(object);
    if (pod.isToldToStop()) {
      hands.execute(() -> stop(pod));
    } else if (pod.isPending() && begun.add(object.getMetadata().getUid())) {
      hands.execute(() -> run(pod));
    }
  }

  private void run(TrainerPod pod) {
    persistently(() -> tell(pod, PodStatuses.running(pod.pod())));
    PodEnding ending = choices.getOrDefault(pod.namespace(), p -> PodEnding.DONE).of(pod);
    if (stopped.contains(pod.pod().getMetadata().getUid())) {
      return;
    }
    if (ending.exitCode() == 0) {
      persistently(() -> work(pod));
    }
    persistently(() -> tell(pod, PodStatuses.ended(pod.pod(), ending)));
  }

  private void work(TrainerPod pod) {
    ConfigMap map = client.configMaps().inNamespace(pod.namespace()).withName(pod.planName()).get();
    byte[] plan = map.getData().get("plan.json").getBytes(StandardCharsets.UTF_8);
    ObjectStore store = stores.apply(IterationPlan.read(plan, pod.planName()));
    StageCall call = pod.call();
    new FakeTrainer(store, plan).run(call);
    worked
        .computeIfAbsent(pod.namespace(), n -> new CopyOnWriteArrayList<>())
        .add(pod.job() + "/" + call.index());
  }

  private void stop(TrainerPod pod) {
    stopped.add(pod.pod().getMetadata().getUid());
    if (!pod.isOver()) {
      persistently(() -> tell(pod, PodStatuses.ended(pod.pod(), STOPPED)));
    }
    persistently(() -> at(pod).withGracePeriod(0).delete());
  }

  private PodResource at(TrainerPod pod) {
    return client.pods().inNamespace(pod.namespace()).withName(pod.pod().getMetadata().getName());
  }

  private void tell(TrainerPod pod, PodStatus status) {
    String patch = "{\"status\": %s}".formatted(client.getKubernetesSerialization().asJson(status));
    at(pod).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private void beat() {
    try {
      node.beat();
    } catch (KubernetesClientException e) {
      // The next one will do.
    }
  }

  /** A kubelet outlives an API server that is away; a pod that is gone is none of its business. */
  private void persistently(Runnable task) {
    while (!hands.isShutdown()) {
      try {
        task.run();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          return;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  @Override
  public void close() {
    pods.close();
    heart.shutdownNow();
    hands.shutdownNow();
    node.remove();
  }
}

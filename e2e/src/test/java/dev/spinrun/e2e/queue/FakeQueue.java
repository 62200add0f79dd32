package dev.spinrun.e2e.queue;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;

/**
 * Does to the Jobs of one queue what Kueue does: suspends what was not, admits with the node
 * selector of a flavor, evicts, and takes the node selector off again.
 */
final class FakeQueue implements AutoCloseable, ResourceEventHandler<Job> {
  private static final String LABEL = "kueue.x-k8s.io/queue-name";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final String node;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private final ExecutorService hands = Executors.newSingleThreadExecutor();
  private final SharedIndexInformer<Job> jobs;
  private final String namespace;
  private boolean open;

  /**
   * Looks after the Jobs of a namespace; nothing is admitted yet.
   *
   * @param node the one that admitted Jobs go to
   */
  FakeQueue(KubernetesClient client, String namespace, String queue, String node) {
    this.client = client;
    this.namespace = namespace;
    this.node = node;
    this.jobs =
        client.batch().v1().jobs().inNamespace(namespace).withLabel(LABEL, queue).inform(this);
  }

  /** Admits what waits and what will come. */
  void open() {
    hands.execute(
        () -> {
          open = true;
          waiting.forEach(this::admit);
        });
  }

  /** Takes the place of an admitted Job away; it waits again. */
  void evict(String name) {
    patch(name, "{\"spec\": {\"suspend\": true}}");
    Awaitility.await("the pods of " + name + " are gone")
        .atMost(PATIENCE)
        .until(() -> at(name).require().getStatus().getActive() == null);
    // Only the template of a Job that has never started may change.
    at(name).subresource("status").patch(MERGE, "{\"status\": {\"startTime\": null}}");
    patch(name, spec("", "null"));
  }

  /** Admits one Job. */
  void admit(String name) {
    patch(name, spec("\"suspend\": false, ", '"' + node + '"'));
    waiting.remove(name);
  }

  private static String spec(String more, String node) {
    return """
        {"spec": {%s"template": {"spec": {"nodeSelector": {"kubernetes.io/hostname": %s}}}}}"""
        .formatted(more, node);
  }

  private void patch(String name, String merge) {
    try {
      at(name).patch(MERGE, merge);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private ScalableResource<Job> at(String name) {
    return client.batch().v1().jobs().inNamespace(namespace).withName(name);
  }

  @Override
  public void onAdd(Job job) {
    String name = job.getMetadata().getName();
    if (known.add(name)) {
      hands.execute(
          () -> {
            if (!Boolean.TRUE.equals(job.getSpec().getSuspend())) {
              patch(name, "{\"spec\": {\"suspend\": true}}");
            }
            waiting.add(name);
            if (open) {
              admit(name);
            }
          });
    }
  }

  @Override
  public void onUpdate(Job before, Job job) {
    // Who suspends or resumes a Job of the queue is found by the operator's own effects.
  }

  @Override
  public void onDelete(Job job, boolean finalStateUnknown) {
    waiting.remove(job.getMetadata().getName());
  }

  @Override
  public void close() {
    jobs.close();
    hands.shutdownNow();
  }
}

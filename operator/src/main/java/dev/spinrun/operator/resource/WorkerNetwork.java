package dev.spinrun.operator.resource;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the workers of a training find each other, and what keeps others away from them: libtorch's
 * collectives know neither authentication nor encryption. One of each for a run, gone with it.
 */
public final class WorkerNetwork {
  /** Where worker 0 serves the rendezvous; torch's own default. */
  static final int PORT = 29500;

  private WorkerNetwork() {}

  /** What has to be there before this Job; nothing if it has a single pod. */
  public static List<HasMetadata> of(StageJob job) {
    return isNeededBy(job) ? List.of(policy(job.run()), service(job.run())) : List.of();
  }

  static boolean isNeededBy(StageJob job) {
    return job.stage() == Stage.TRAIN && job.pods() > 1;
  }

  /** Name of both objects, and the domain of the workers. */
  static String name(SpinRun run) {
    return Names.prefix(run) + "-workers";
  }

  /** Address of worker 0, in the words of any cluster domain. */
  static String rendezvous(StageJob job) {
    return "%s-0.%s:%d".formatted(job.name(), name(job.run()), PORT);
  }

  private static Service service(SpinRun run) {
    return new ServiceBuilder()
        .withMetadata(metadata(run))
        .withNewSpec()
        .withClusterIP("None")
        // They look for each other before any of them is ready.
        .withPublishNotReadyAddresses(true)
        .withSelector(workers(run))
        .addNewPort()
        .withName("rendezvous")
        .withPort(PORT)
        .endPort()
        .endSpec()
        .build();
  }

  /** Workers are reached by workers at any port, since each takes free ones, and for metrics. */
  private static NetworkPolicy policy(SpinRun run) {
    LabelSelector workers = new LabelSelectorBuilder().withMatchLabels(workers(run)).build();
    return new NetworkPolicyBuilder()
        .withMetadata(metadata(run))
        .withNewSpec()
        .withPodSelector(workers)
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .addNewFrom()
        .withPodSelector(workers)
        .endFrom()
        .endIngress()
        .addNewIngress()
        .addNewPort()
        .withPort(new IntOrString(TrainerEnvironment.METRICS_PORT))
        .endPort()
        .endIngress()
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(SpinRun run) {
    return new ObjectMetaBuilder()
        .withName(name(run))
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(Labels.common(run))
        .withAnnotations(Stamp.run(run.getMetadata().getUid()))
        .withOwnerReferences(Owner.reference(run))
        .build();
  }

  private static Map<String, String> workers(SpinRun run) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(Labels.RUN_UID, run.getMetadata().getUid());
    labels.put("app.kubernetes.io/component", Stage.TRAIN.lowerCase());
    return labels;
  }
}

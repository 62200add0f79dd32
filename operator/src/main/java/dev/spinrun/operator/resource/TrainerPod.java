package dev.spinrun.operator.resource;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.spec.Pod;
import dev.spinrun.crds.spec.PullSecret;
import dev.spinrun.crds.spec.Resources;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.hub.HubSettings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pod in which a stage of the trainer runs: not root, read-only but for its work folders, no
 * token for the Kubernetes API.
 */
record TrainerPod(StageJob job, @Nullable Resources resources) {
  static final String CONTAINER = "trainer";

  /** User of the trainer image. */
  private static final long UID = 10001;

  /** Long enough to finish a training step and to upload a checkpoint. */
  private static final long GRACE_SECONDS = 120;

  /** The spec spells things as the Kubernetes API does. */
  private static final ObjectMapper JSON = new ObjectMapper();

  static final String PLAN_FOLDER = "/plan";
  static final String CREDENTIALS_FOLDER = "/credentials";

  /** For the pod's group alone, which is that of its user. */
  private static final int GROUP_READS = 0440;

  PodTemplateSpec template() {
    Pod wanted = job.run().getSpec().pod();
    Map<String, String> labels = new TreeMap<>(orEmpty(wanted.labels()));
    labels.putAll(Labels.common(job.run()));
    labels.put("app.kubernetes.io/component", job.stage().lowerCase());
    return new PodTemplateSpecBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withLabels(labels)
                .withAnnotations(orEmpty(wanted.annotations()))
                .build())
        .withSpec(spec(wanted))
        .build();
  }

  private PodSpec spec(Pod wanted) {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withSubdomain(WorkerNetwork.isNeededBy(job) ? WorkerNetwork.name(job.run()) : null)
        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
        // With thousands of Services in a namespace their variables no longer fit an environment.
        .withEnableServiceLinks(false)
        .withAutomountServiceAccountToken(false)
        .withServiceAccountName(wanted.serviceAccountName())
        .withPriorityClassName(wanted.priorityClassName())
        .withSchedulerName(wanted.schedulerName())
        .withNodeSelector(wanted.nodeSelector() == null ? null : Map.copyOf(wanted.nodeSelector()))
        .withTolerations(
            orEmpty(wanted.tolerations()).stream()
                .map(toleration -> JSON.convertValue(toleration, Toleration.class))
                .toList())
        .withImagePullSecrets(
            orEmpty(wanted.imagePullSecrets()).stream()
                .map(PullSecret::name)
                .map(LocalObjectReference::new)
                .toList())
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(UID)
        .withRunAsGroup(UID)
        .withFsGroup(UID)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(wanted))
        .withVolumes(volumes())
        .build();
  }

  private List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        new VolumeBuilder()
            .withName("plan")
            .withNewConfigMap()
            .withName(Names.plan(job.run(), job.plan().plan()))
            .endConfigMap()
            .build());
    volumes.add(new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build());
    volumes.add(new VolumeBuilder().withName("work").withNewEmptyDir().endEmptyDir().build());
    String secret = job.run().getSpec().storage().credentialsSecret();
    if (secret != null) {
      volumes.add(credentials(secret));
    }
    return volumes;
  }

  /**
   * Files, since they follow the Secret when a key is rotated, which variables do not. No key of
   * the Secret but these: it may be anybody's.
   */
  private static Volume credentials(String secret) {
    return new VolumeBuilder()
        .withName("credentials")
        .withNewProjected()
        .withDefaultMode(GROUP_READS)
        .withSources(
            keys(secret, false, Credentials.ACCESS_KEY_ID, Credentials.SECRET_ACCESS_KEY),
            keys(secret, true, Credentials.SESSION_TOKEN),
            keys(secret, true, HubSettings.TOKEN))
        .endProjected()
        .build();
  }

  private static VolumeProjection keys(String secret, boolean optional, String... keys) {
    return new VolumeProjectionBuilder()
        .withNewSecret()
        .withName(secret)
        .withOptional(optional ? true : null)
        .withItems(Stream.of(keys).map(key -> new KeyToPath(key, null, key)).toList())
        .endSecret()
        .build();
  }

  private Container container(Pod wanted) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(Objects.requireNonNullElse(wanted.image(), job.platform().image()))
        .withImagePullPolicy(JSON.convertValue(wanted.imagePullPolicy(), String.class))
        .withArgs(job.call().arguments(PLAN_FOLDER + "/" + PlanConfigMap.KEY))
        .withEnv(new TrainerEnvironment(job).variables())
        .withPorts(ports())
        .withResources(requirements())
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withVolumeMounts(mounts())
        .build();
  }

  private List<VolumeMount> mounts() {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(readOnly("plan", PLAN_FOLDER));
    mounts.add(new VolumeMountBuilder().withName("tmp").withMountPath("/tmp").build());
    mounts.add(new VolumeMountBuilder().withName("work").withMountPath("/work").build());
    if (job.run().getSpec().storage().credentialsSecret() != null) {
      mounts.add(readOnly("credentials", CREDENTIALS_FOLDER));
    }
    return mounts;
  }

  private static VolumeMount readOnly(String name, String folder) {
    return new VolumeMountBuilder().withName(name).withMountPath(folder).withReadOnly(true).build();
  }

  private List<ContainerPort> ports() {
    return job.stage() == Stage.TRAIN
        ? List.of(
            new ContainerPortBuilder()
                .withName("metrics")
                .withContainerPort(TrainerEnvironment.METRICS_PORT)
                .build())
        : List.of();
  }

  private ResourceRequirements requirements() {
    return resources == null
        ? new ResourceRequirements()
        : new ResourceRequirementsBuilder()
            .withLimits(orEmpty(resources.limits()))
            .withRequests(orEmpty(resources.requests()))
            .build();
  }

  private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : map;
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}

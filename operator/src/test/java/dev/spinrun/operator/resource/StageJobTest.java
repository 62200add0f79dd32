package dev.spinrun.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.operator.SpinRuns;
import dev.spinrun.operator.plan.Plans;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StageJobTest {
  private static Job job(String yaml, Stage stage) {
    SpinRun run = SpinRuns.of(yaml);
    int iteration = stage == Stage.PREPARE ? 0 : 1;
    return new StageJob(run, Platform.of("trainer:1"), Plans.of(run, iteration), stage, 2, 3)
        .build();
  }

  private static Job job(Stage stage) {
    return job(SpinRuns.SMALL, stage);
  }

  private static PodSpec pod(Job job) {
    return job.getSpec().getTemplate().getSpec();
  }

  private static Container container(Job job) {
    return pod(job).getContainers().get(0);
  }

  private static Map<String, EnvVar> env(Job job) {
    return container(job).getEnv().stream().collect(Collectors.toMap(EnvVar::getName, e -> e));
  }

  @Test
  void theNameTellsRunIterationStageAndAttempt() {
    assertThat(job(Stage.TRAIN).getMetadata().getName()).isEqualTo("castle-11111-i1-train-a2");
    assertThat(container(job(Stage.TRAIN)).getArgs())
        .containsExactly("train", "--plan", "/plan/plan.json");
  }

  @Test
  void theLongestNameFitsAPodOfAnIndexedJob() {
    SpinRun run = SpinRuns.of(SpinRuns.SMALL.replace("castle", "x".repeat(40)));
    // 100 iterations and 400 + 400 + 20 + 20 retries are the most that the CRD admits, 256 workers
    // too; attempts are counted through the stages of an iteration.
    assertThat(Names.job(run, 100, Stage.GENERATE, 844) + "-255").hasSizeLessThanOrEqualTo(63);
  }

  @Test
  void retriesAreTheOperatorsAlone() {
    assertThat(job(Stage.TRAIN).getSpec().getBackoffLimit()).isZero();
    assertThat(job(Stage.GENERATE).getSpec().getBackoffLimitPerIndex()).isZero();
    for (Stage stage : new Stage[] {Stage.PREPARE, Stage.GENERATE, Stage.TRAIN, Stage.EVALUATE}) {
      assertThat(job(stage).getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
      assertThat(job(stage).getSpec().getTtlSecondsAfterFinished()).isNull();
      assertThat(pod(job(stage)).getRestartPolicy()).isEqualTo("Never");
    }
  }

  @Test
  void aShardedStageHasOnePodForEachShardOfItsPlan() {
    assertThat(job(Stage.GENERATE).getSpec().getCompletionMode()).isEqualTo("Indexed");
    assertThat(job(Stage.GENERATE).getSpec().getCompletions()).isEqualTo(2);
    assertThat(job(Stage.GENERATE).getSpec().getParallelism()).isEqualTo(2);
    assertThat(job(Stage.EVALUATE).getSpec().getCompletions()).isEqualTo(1);
    assertThat(job(Stage.TRAIN).getSpec().getCompletionMode()).isNull();
  }

  /** Those that wait for the first one would otherwise wait for ever. */
  @Test
  void workersOfAPreparationEndTogether() {
    String three =
        SpinRuns.SMALL.replace("resolution: 64}", "resolution: 64}\n  prepare: {workers: 3}");
    JobSpec preparation = job(three, Stage.PREPARE).getSpec();

    assertThat(preparation.getCompletionMode()).isEqualTo("Indexed");
    assertThat(preparation.getCompletions()).isEqualTo(3);
    assertThat(preparation.getParallelism()).isEqualTo(3);
    assertThat(preparation.getBackoffLimit()).isZero();
    assertThat(preparation.getBackoffLimitPerIndex()).isNull();
    assertThat(pod(job(three, Stage.PREPARE)).getSubdomain()).isNull();
    assertThat(job(Stage.PREPARE).getSpec().getCompletionMode()).isNull();
  }

  @Test
  void workersOfATrainingStartTogetherEndTogetherAndKnowWhereToMeet() {
    String two = SpinRuns.SMALL.replace("microBatchSize: 2", "microBatchSize: 2, workers: 2");
    Job training = job(two, Stage.TRAIN);

    assertThat(training.getSpec().getCompletionMode()).isEqualTo("Indexed");
    assertThat(training.getSpec().getCompletions()).isEqualTo(2);
    assertThat(training.getSpec().getParallelism()).isEqualTo(2);
    assertThat(training.getSpec().getBackoffLimit()).isZero();
    assertThat(pod(training).getSubdomain()).isEqualTo("castle-11111-workers");
    assertThat(env(training).get("SPINRUN_RENDEZVOUS").getValue())
        .isEqualTo("castle-11111-i1-train-a2-0.castle-11111-workers:29500");
    assertThat(env(training).get("SPINRUN_POD_IP").getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("status.podIP");
    assertThat(env(job(Stage.TRAIN))).doesNotContainKey("SPINRUN_RENDEZVOUS");
    assertThat(pod(job(Stage.TRAIN)).getSubdomain()).isNull();
  }

  @Test
  void onlyWorkersReachWorkersButForTheirMetrics() {
    SpinRun run =
        SpinRuns.of(SpinRuns.SMALL.replace("microBatchSize: 2", "microBatchSize: 2, workers: 2"));
    StageJob training =
        new StageJob(run, Platform.of("trainer:1"), Plans.of(run, 1), Stage.TRAIN, 2, 3);

    List<HasMetadata> network = WorkerNetwork.of(training);

    NetworkPolicy policy = (NetworkPolicy) network.get(0);
    Service service = (Service) network.get(1);
    Map<String, String> labels = training.build().getSpec().getTemplate().getMetadata().getLabels();
    assertThat(labels)
        .containsAllEntriesOf(service.getSpec().getSelector())
        .containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels());
    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
    assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
    var ingress = policy.getSpec().getIngress();
    assertThat(ingress.get(0).getFrom()).hasSize(1);
    assertThat(ingress.get(0).getPorts()).isEmpty();
    assertThat(ingress.get(1).getPorts())
        .singleElement()
        .satisfies(port -> assertThat(port.getPort().getIntVal()).isEqualTo(9464));
    assertThat(network).allMatch(object -> Names.isOwnedBy(object, run));
    assertThat(
            WorkerNetwork.of(
                new StageJob(run, Platform.of("t"), Plans.of(run, 1), Stage.GENERATE, 1, 1)))
        .isEmpty();
  }

  /** A disrupted pod exits with 143 as well: the rule about it must come first. */
  @Test
  void stoppingOnRequestIsNoFailureAndDisruptionIs() {
    var rules = job(Stage.TRAIN).getSpec().getPodFailurePolicy().getRules();
    assertThat(rules.get(0).getAction()).isEqualTo("FailJob");
    assertThat(rules.get(0).getOnPodConditions().get(0).getType()).isEqualTo("DisruptionTarget");
    assertThat(rules.get(1).getAction()).isEqualTo("Ignore");
    assertThat(rules.get(1).getOnExitCodes().getValues()).containsExactly(143);
    assertThat(job(Stage.GENERATE).getSpec().getPodFailurePolicy().getRules().get(0).getAction())
        .isEqualTo("FailIndex");
  }

  @Test
  void thePodIsRestrictedAndHasNoTokenForTheApi() {
    PodSpec pod = pod(job(Stage.TRAIN));
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getTerminationGracePeriodSeconds()).isEqualTo(120);
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
    var security = container(job(Stage.TRAIN)).getSecurityContext();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container(job(Stage.TRAIN)).getTerminationMessagePolicy())
        .isEqualTo("FallbackToLogsOnError");
  }

  /** Files follow the Secret; variables are those of the pod's start. */
  @Test
  void credentialsAreFilesOfTheSecretAndNoOtherKeyIsThere() {
    Job job = job(Stage.TRAIN);
    JsonNode tree = Serialization.jsonMapper().valueToTree(pod(job));
    JsonNode sources = tree.at("/volumes/3/projected/sources");
    assertThat(sources).hasSize(3);
    assertThat(sources.findValuesAsText("key"))
        .containsExactly(
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "HF_TOKEN");
    assertThat(sources.at("/0/secret/name").asText()).isEqualTo("s3");
    assertThat(sources.at("/0/secret/optional").asBoolean()).isFalse();
    assertThat(sources.at("/1/secret/optional").asBoolean()).isTrue();
    assertThat(env(job).get("SPINRUN_CREDENTIALS").getValue()).isEqualTo("/credentials");
    assertThat(env(job).values()).noneMatch(v -> v.getName().startsWith("AWS_"));
    Job without = job(SpinRuns.SMALL.replace(", credentialsSecret: s3", ""), Stage.TRAIN);
    assertThat(env(without)).doesNotContainKey("SPINRUN_CREDENTIALS");
    assertThat(pod(without).getVolumes()).hasSize(3);
  }

  @Test
  void podsUseTheNetworkThatTheOperatorWasInstalledWith() {
    SpinRun run = SpinRuns.of(SpinRuns.SMALL);
    Platform platform =
        new Platform("trainer:1", Map.of("HF_ENDPOINT", "https://hub.example"), "PEM");
    FrozenPlan plan = Plans.of(run, 1);
    Job job = new StageJob(run, platform, plan, Stage.TRAIN, 1, 0).build();
    assertThat(env(job).get("HF_ENDPOINT").getValue()).isEqualTo("https://hub.example");
    assertThat(env(job).get("SPINRUN_CA_BUNDLE").getValue()).isEqualTo("/plan/ca.crt");
    assertThat(PlanConfigMap.build(run, plan, platform).getData()).containsEntry("ca.crt", "PEM");
  }

  @Test
  void aPodIsToldWhichPlanIsItsOwnAndItsObjectsWhoseTheyAre() {
    SpinRun namesake = SpinRuns.of(SpinRuns.SMALL.replace("11111111-2222", "22222222-2222"));
    Job job = job(Stage.TRAIN);
    Job other =
        new StageJob(namesake, Platform.of("trainer:1"), Plans.of(namesake, 1), Stage.TRAIN, 2, 3)
            .build();
    assertThat(env(job).get("SPINRUN_PLAN_DIGEST").getValue())
        .isEqualTo(Plans.of(SpinRuns.of(SpinRuns.SMALL), 1).digest())
        .isNotEqualTo(env(other).get("SPINRUN_PLAN_DIGEST").getValue());
    assertThat(other.getMetadata().getName()).isNotEqualTo(job.getMetadata().getName());
    assertThat(pod(other).getVolumes().get(0)).isNotEqualTo(pod(job).getVolumes().get(0));
    String longest = SpinRuns.SMALL.replace("name: castle,", "name: " + "x".repeat(40) + ",");
    assertThat(job(longest, Stage.GENERATE).getMetadata().getName().length() + "-255".length())
        .isLessThanOrEqualTo(63);
  }

  @Test
  void theEnvironmentTellsAttemptPodAndCandidate() {
    assertThat(env(job(Stage.EVALUATE)).get("SPINRUN_ATTEMPT").getValue()).isEqualTo("2");
    assertThat(env(job(Stage.EVALUATE)).get("SPINRUN_CANDIDATE_ATTEMPT").getValue()).isEqualTo("3");
    assertThat(env(job(Stage.TRAIN))).doesNotContainKey("SPINRUN_CANDIDATE_ATTEMPT");
    assertThat(env(job(Stage.TRAIN)).get("SPINRUN_POD").getValueFrom().getFieldRef().getFieldPath())
        .isEqualTo("metadata.name");
    assertThat(env(job(Stage.TRAIN)).get("OMP_WAIT_POLICY").getValue()).isEqualTo("PASSIVE");
  }

  @Test
  void aStageMayDoWithoutAGpu() {
    String yaml = SpinRuns.SMALL.replace("  generate:", "  prepare: {device: Any}\n  generate:");

    assertThat(env(job(yaml, Stage.PREPARE)).get("SPINRUN_DEVICE").getValue()).isEqualTo("any");
    assertThat(env(job(yaml, Stage.TRAIN)).get("SPINRUN_DEVICE").getValue()).isEqualTo("auto");
  }

  @Test
  void whatTheUserWantsOfThePodIsThere() {
    String yaml =
        SpinRuns.SMALL.replace(
            "  generate:",
            """
              pod:
                image: mine:2
                imagePullPolicy: Never
                imagePullSecrets: [{name: pull}]
                serviceAccountName: trainer
                priorityClassName: batch
                schedulerName: volcano
                nodeSelector: {gpu: a100}
                tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]
                env: [{name: NCCL_DEBUG, value: INFO}]
                labels: {team: vision}
                annotations: {note: x}
              generate:\
            """
                .indent(0)
                .stripTrailing());
    Job job = job(yaml, Stage.TRAIN);
    JsonNode tree = Serialization.jsonMapper().valueToTree(job).at("/spec/template");
    assertThat(container(job).getImage()).isEqualTo("mine:2");
    assertThat(container(job).getImagePullPolicy()).isEqualTo("Never");
    assertThat(env(job).get("NCCL_DEBUG").getValue()).isEqualTo("INFO");
    assertThat(tree.at("/spec/imagePullSecrets/0/name").asText()).isEqualTo("pull");
    assertThat(tree.at("/spec/serviceAccountName").asText()).isEqualTo("trainer");
    assertThat(tree.at("/spec/priorityClassName").asText()).isEqualTo("batch");
    assertThat(tree.at("/spec/schedulerName").asText()).isEqualTo("volcano");
    assertThat(tree.at("/spec/nodeSelector/gpu").asText()).isEqualTo("a100");
    assertThat(tree.at("/spec/tolerations/0/operator").asText()).isEqualTo("Exists");
    assertThat(tree.at("/metadata/labels/team").asText()).isEqualTo("vision");
    assertThat(tree.at("/metadata/annotations/note").asText()).isEqualTo("x");
    assertThat(container(job).getResources().getLimits().get("memory")).hasToString("4Gi");
  }

  @Test
  void onlyTheLabelsOfAQueueAreInherited() {
    String yaml =
        SpinRuns.SMALL.replace(
            "metadata: {",
            "metadata: {labels: {kueue.x-k8s.io/queue-name: gpu, argocd.argoproj.io/instance: a}, ");
    assertThat(job(yaml, Stage.TRAIN).getMetadata().getLabels())
        .containsEntry("kueue.x-k8s.io/queue-name", "gpu")
        .containsEntry("spinrun.dev/run", "castle")
        .doesNotContainKey("argocd.argoproj.io/instance");
  }

  @Test
  void aJobWithAQueueStartsSuspendedUntilTheQueueAdmitsIt() {
    String queued =
        SpinRuns.SMALL.replace(
            "metadata: {", "metadata: {labels: {kueue.x-k8s.io/queue-name: gpu}, ");
    assertThat(job(queued, Stage.TRAIN).getSpec().getSuspend()).isTrue();
    assertThat(job(Stage.TRAIN).getSpec().getSuspend()).isNull();
  }

  @Test
  void theStampTellsTheSameObjectFromAnother() {
    Job job = job(Stage.TRAIN);
    assertThat(Stamp.isSame(job, job(Stage.TRAIN))).isTrue();
    assertThat(Stamp.isSame(job, job(Stage.EVALUATE))).isFalse();
    assertThat(Stamp.of(job).orElseThrow().attempt()).isEqualTo(2);
    assertThat(job.getMetadata().getOwnerReferences().get(0).getController()).isTrue();
  }

  @Test
  void thePodsMountTheBytesThatAreInTheStore() {
    SpinRun run = SpinRuns.of(SpinRuns.SMALL);
    FrozenPlan plan = Plans.of(run, 1);
    var map = PlanConfigMap.build(run, plan, Platform.of("trainer:1"));
    assertThat(map.getData()).containsEntry("plan.json", plan.text());
    assertThat(map.getImmutable()).isTrue();
    assertThat(pod(job(Stage.TRAIN)).getVolumes().get(0).getConfigMap().getName())
        .isEqualTo(map.getMetadata().getName());
  }
}

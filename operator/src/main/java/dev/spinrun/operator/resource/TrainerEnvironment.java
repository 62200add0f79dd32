package dev.spinrun.operator.resource;

import dev.spinrun.contract.call.TrainerVariables;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.spec.StagePods;
import dev.spinrun.crds.spec.Variable;
import dev.spinrun.runstore.credentials.CredentialsFolder;
import dev.spinrun.runstore.network.NetworkSettings;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The environment of a trainer: what it is to do, and how it gets at the store. */
record TrainerEnvironment(StageJob job) {
  /** Where a training serves its metrics; the usual port of exporters for Prometheus. */
  static final int METRICS_PORT = 9464;

  List<EnvVar> variables() {
    List<EnvVar> variables = new ArrayList<>();
    List<Variable> wanted = job.run().getSpec().pod().env();
    if (wanted != null) {
      wanted.forEach(v -> variables.add(plain(v.name(), v.value())));
    }
    job.call().variables().forEach((name, value) -> variables.add(plain(name, value)));
    variables.add(ofPod(TrainerVariables.POD, "metadata.name"));
    StagePods pods = job.run().getSpec().pods(job.stage());
    if (pods != null) {
      variables.add(plain(TrainerVariables.DEVICE, pods.device().name().toLowerCase(Locale.ROOT)));
    }
    if (job.stage() == Stage.TRAIN) {
      variables.add(plain(TrainerVariables.METRICS_PORT, Integer.toString(METRICS_PORT)));
    }
    if (WorkerNetwork.isNeededBy(job)) {
      variables.add(plain(TrainerVariables.RENDEZVOUS, WorkerNetwork.rendezvous(job)));
      variables.add(ofPod(TrainerVariables.POD_IP, "status.podIP"));
    }
    // On shared cores, threads that spin while they wait make a step many times slower.
    variables.add(plain("OMP_WAIT_POLICY", "PASSIVE"));
    job.platform().network().forEach((name, value) -> variables.add(plain(name, value)));
    if (job.platform().caBundle() != null) {
      variables.add(
          plain(NetworkSettings.CA_BUNDLE, TrainerPod.PLAN_FOLDER + "/" + PlanConfigMap.CA_BUNDLE));
    }
    if (job.run().getSpec().storage().credentialsSecret() != null) {
      variables.add(plain(CredentialsFolder.VARIABLE, TrainerPod.CREDENTIALS_FOLDER));
    }
    return List.copyOf(variables);
  }

  private static EnvVar plain(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar ofPod(String name, String field) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(field)
        .endFieldRef()
        .endValueFrom()
        .build();
  }
}

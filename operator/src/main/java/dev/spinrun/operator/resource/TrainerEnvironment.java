package dev.spinrun.operator.resource;

import dev.spinrun.crds.spec.Variable;
import dev.spinrun.runstore.object.Credentials;
import dev.spinrun.runstore.plan.Stage;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.List;

/** The environment of a trainer: what it is to do, and how it gets at the store. */
record TrainerEnvironment(StageJob job) {
  List<EnvVar> variables() {
    List<EnvVar> variables = new ArrayList<>();
    List<Variable> wanted = job.run().getSpec().pod().env();
    if (wanted != null) {
      wanted.forEach(v -> variables.add(plain(v.name(), v.value())));
    }
    variables.add(plain("SPINRUN_ATTEMPT", Integer.toString(job.attempt())));
    if (job.stage() == Stage.EVALUATE) {
      variables.add(plain("SPINRUN_CANDIDATE_ATTEMPT", Integer.toString(job.candidateAttempt())));
    }
    variables.add(
        new EnvVarBuilder()
            .withName("SPINRUN_POD")
            .withNewValueFrom()
            .withNewFieldRef()
            .withFieldPath("metadata.name")
            .endFieldRef()
            .endValueFrom()
            .build());
    // Threads that spin while they wait cost up to 35 times on cores shared with others.
    variables.add(plain("OMP_WAIT_POLICY", "PASSIVE"));
    String secret = job.run().getSpec().storage().credentialsSecret();
    if (secret != null) {
      variables.add(secret(secret, Credentials.ACCESS_KEY_ID, false));
      variables.add(secret(secret, Credentials.SECRET_ACCESS_KEY, false));
      variables.add(secret(secret, Credentials.SESSION_TOKEN, true));
    }
    return List.copyOf(variables);
  }

  private static EnvVar plain(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar secret(String secret, String key, boolean optional) {
    return new EnvVarBuilder()
        .withName(key)
        .withNewValueFrom()
        .withNewSecretKeyRef()
        .withName(secret)
        .withKey(key)
        .withOptional(optional ? true : null)
        .endSecretKeyRef()
        .endValueFrom()
        .build();
  }
}

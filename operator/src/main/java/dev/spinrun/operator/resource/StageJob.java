package dev.spinrun.operator.resource;

import dev.spinrun.contract.call.StageCall;
import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.spec.Resources;
import dev.spinrun.crds.spec.StagePods;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The Job of one attempt at one stage.
 *
 * @param platform what all pods are given
 * @param candidateAttempt attempt whose candidate is evaluated
 */
public record StageJob(
    SpinRun run,
    Platform platform,
    FrozenPlan plan,
    Stage stage,
    int attempt,
    int candidateAttempt) {

  private static final String DISRUPTED = "DisruptionTarget";

  /** Name of the Job. */
  public String name() {
    return Names.job(run, plan.plan().iteration(), stage, attempt);
  }

  /** What each of its pods is told. */
  StageCall call() {
    return new StageCall(stage, plan.digest(), attempt, candidateAttempt, 0);
  }

  /** Parts that a stage commits by themselves; 1 for stages whose result is one. */
  public static int shards(Stage stage, IterationPlan plan) {
    return switch (stage) {
      case PREPARE -> plan.prepare().workers();
      case GENERATE -> plan.generate().workers();
      case EVALUATE -> plan.evaluate().workers();
      case TRAIN, PROMOTE -> 1;
    };
  }

  /** Pods that do the stage's work together. */
  int pods() {
    return stage == Stage.TRAIN ? plan.plan().train().workers() : shards(stage, plan.plan());
  }

  /** The Job, ready to be created. */
  public Job build() {
    int iteration = plan.plan().iteration();
    String uid = run.getMetadata().getUid();
    return new JobBuilder()
        .withNewMetadata()
        .withName(name())
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(Labels.job(run, stage.lowerCase()))
        .withAnnotations(new Stamp(uid, iteration, stage, attempt, plan.digest()).annotations())
        .withOwnerReferences(Owner.reference(run))
        .endMetadata()
        .withSpec(
            sharded()
                // Kueue's webhook does the same; without it no pod may start before it is admitted.
                .withSuspend(Labels.isQueued(run) ? true : null)
                .withTemplate(new TrainerPod(this, resources()).template())
                .build())
        .build();
  }

  /**
   * Retries are the operator's alone: it counts them by cause, and each is a new attempt. No second
   * pod of an attempt starts before the first one is gone, because both would write below the same
   * key.
   */
  private JobSpecBuilder sharded() {
    JobSpecBuilder spec =
        new JobSpecBuilder()
            .withPodReplacementPolicy("Failed")
            .withCompletions(pods())
            .withParallelism(pods());
    if (stage != Stage.GENERATE && stage != Stage.EVALUATE) {
      // Workers of a training are nothing without each other, and those of a preparation wait for
      // the first: one failure ends them all.
      return spec.withCompletionMode(pods() > 1 ? "Indexed" : null)
          .withBackoffLimit(0)
          .withPodFailurePolicy(stoppingIsNoFailure("FailJob"));
    }
    // One failed shard does not stop the others: the next attempt skips what they have committed.
    return spec.withCompletionMode("Indexed")
        .withBackoffLimitPerIndex(0)
        .withPodFailurePolicy(stoppingIsNoFailure("FailIndex"));
  }

  /**
   * A suspended Job deletes its pods; they commit a checkpoint and exit with 143. Without this rule
   * that exit would use up the back-off limit and the Job could not be resumed. A pod that was
   * disrupted exits with the same code, and is a failure.
   */
  private static PodFailurePolicy stoppingIsNoFailure(String fail) {
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction(fail)
        .addNewOnPodCondition("True", DISRUPTED)
        .endRule()
        .addNewRule()
        .withAction("Ignore")
        .withNewOnExitCodes()
        .withContainerName(TrainerPod.CONTAINER)
        .withOperator("In")
        .withValues(FailureClass.STOPPED.exitCode())
        .endOnExitCodes()
        .endRule()
        .build();
  }

  private @Nullable Resources resources() {
    StagePods pods = run.getSpec().pods(stage);
    if (pods == null) {
      throw new IllegalStateException("the operator promotes, no Job does");
    }
    return pods.resources();
  }
}

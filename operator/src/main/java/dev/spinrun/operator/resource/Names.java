package dev.spinrun.operator.resource;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunSpec;
import dev.spinrun.crds.SpinRunStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;

/** Names and ownership of the objects of a run, and the stages that they stand for. */
public final class Names {
  private static final int UID_CHARACTERS = 5;

  /**
   * What is left of the 63 characters of a host name like {@code …-0b2d1-i100-generate-a999-255}.
   */
  private static final int NAME_CHARACTERS = 34;

  private Names() {}

  /**
   * How all names of the run's objects begin: with a part of its uid, since a kubelet may still
   * know an object of a deleted run of the same name while a pod of that run ends.
   */
  static String prefix(SpinRun run) {
    String name = run.getMetadata().getName();
    return "%s-%s"
        .formatted(
            name.substring(0, Math.min(NAME_CHARACTERS, name.length())),
            run.getMetadata().getUid().substring(0, UID_CHARACTERS));
  }

  /** Name of the Job of one attempt at a stage. */
  public static String job(SpinRun run, int iteration, Stage stage, int attempt) {
    return "%s-i%d-%s-a%d".formatted(prefix(run), iteration, stage.lowerCase(), attempt);
  }

  /** Name of the ConfigMap with the frozen settings of an iteration. */
  public static String plan(SpinRun run, IterationPlan plan) {
    int revision = plan.revisionOrFirst().number();
    return "%s-i%d-plan%s"
        .formatted(prefix(run), plan.iteration(), revision == 0 ? "" : "-r" + revision);
  }

  /** Whether the run controls this object: a namesake of an earlier run does not count. */
  public static boolean isOwnedBy(HasMetadata object, SpinRun run) {
    return object.getMetadata().getOwnerReferences().stream()
        .anyMatch(o -> o.getUid().equals(run.getMetadata().getUid()));
  }

  /** The stage in progress, or the first one of an iteration that has not started. */
  public static Stage stage(SpinRunSpec spec, SpinRunStatus status) {
    return status.current().stageIn(Stage.sequence(spec.method(), status.iteration()));
  }
}

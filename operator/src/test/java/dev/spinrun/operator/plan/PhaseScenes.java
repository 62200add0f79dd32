package dev.spinrun.operator.plan;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.status.Phase;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;

/** A typical run in each phase: of two iterations, in the second if it has begun. */
final class PhaseScenes {
  private PhaseScenes() {}

  static Scene in(Phase phase) {
    return switch (phase) {
      case PENDING -> Scene.created().spec("suspend: false");
      case RUNNING -> training("suspend: false", Phase.RUNNING).podRuns();
      case SUSPENDING -> training("suspend: true", Phase.SUSPENDING).suspendedJob().podRuns();
      case SUSPENDED -> training("suspend: true", Phase.SUSPENDED).suspendedJob();
      case AWAITING_PROMOTION ->
          measured("{policy: Manual}").status(s -> s.withPhase(Phase.AWAITING_PROMOTION));
      case SUCCEEDED ->
          over(Scene.starting(2).spec("suspend: false"), phase, "Complete", "AllIterationsPromoted")
              .outcome(Outcome.Result.PROMOTED);
      case FAILED ->
          over(training("suspend: false", phase).failed(), phase, "Failed", "Divergence")
              .outcome(Outcome.Result.FAILED);
    };
  }

  /** A run whose candidate is measured, under this promotion policy. */
  static Scene measured(String promotion) {
    return Scene.in(2, Stage.PROMOTE).spec("suspend: false").spec("promotion: " + promotion);
  }

  private static Scene training(String suspend, Phase phase) {
    return Scene.in(2, Stage.TRAIN).spec(suspend).status(s -> s.withPhase(phase));
  }

  private static Scene over(Scene scene, Phase phase, String condition, String reason) {
    return scene.status(
        s ->
            s.withPhase(phase)
                .withMessage("over")
                .withFinishedAt(Scene.NOW)
                .withConditions(
                    List.of(
                        new ConditionBuilder()
                            .withType(condition)
                            .withStatus("True")
                            .withReason(reason)
                            .withLastTransitionTime(Scene.NOW.toString())
                            .build())));
  }
}

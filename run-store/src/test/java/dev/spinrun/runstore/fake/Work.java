package dev.spinrun.runstore.fake;

import dev.spinrun.runstore.plan.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one pod is to do, as the trainer learns it from its command line and environment.
 *
 * @param candidateAttempt attempt whose candidate is evaluated; 0 in other stages
 * @param index of the pod among those that share the stage
 */
public record Work(Stage stage, int attempt, int candidateAttempt, int index) {

  /** The work in these arguments and this environment. */
  public static Work of(List<String> arguments, Map<String, String> environment) {
    return new Work(
        Stage.valueOf(arguments.get(0).toUpperCase(Locale.ROOT)),
        Integer.parseInt(environment.get("SPINRUN_ATTEMPT")),
        Integer.parseInt(environment.getOrDefault("SPINRUN_CANDIDATE_ATTEMPT", "0")),
        Integer.parseInt(environment.getOrDefault("JOB_COMPLETION_INDEX", "0")));
  }
}

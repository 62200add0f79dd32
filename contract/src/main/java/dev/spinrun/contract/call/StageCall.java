package dev.spinrun.contract.call;

import dev.spinrun.contract.plan.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one pod is to do, and how that is said on its command line and in its environment.
 *
 * @param planDigest digest that the plan's bytes must have; empty for any
 * @param attempt number of the attempt, from 1
 * @param candidateAttempt attempt whose candidate is evaluated, from 1; of no meaning in other
 *     stages
 * @param index of the pod among those that share the stage, from 0
 */
public record StageCall(
    Stage stage, String planDigest, int attempt, int candidateAttempt, int index) {
  /** Option that names the file of the plan. */
  public static final String PLAN = "--plan";

  /** Attempt and candidate attempt where none is given. */
  public static final String FIRST_ATTEMPT = "1";

  /** The command line, with the plan in this file. */
  public List<String> arguments(String plan) {
    return List.of(stage.lowerCase(), PLAN, plan);
  }

  /** The variables that say the rest, but for the index, which Kubernetes sets. */
  public Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>();
    variables.put(TrainerVariables.PLAN_DIGEST, planDigest);
    variables.put(TrainerVariables.ATTEMPT, Integer.toString(attempt));
    if (stage == Stage.EVALUATE) {
      variables.put(TrainerVariables.CANDIDATE_ATTEMPT, Integer.toString(candidateAttempt));
    }
    return variables;
  }

  /** The call in these arguments and this environment, both of the operator's making. */
  public static StageCall of(List<String> arguments, Map<String, String> environment) {
    return new StageCall(
        Stage.valueOf(arguments.get(0).toUpperCase(Locale.ROOT)),
        environment.getOrDefault(TrainerVariables.PLAN_DIGEST, ""),
        number(environment, TrainerVariables.ATTEMPT, FIRST_ATTEMPT),
        number(environment, TrainerVariables.CANDIDATE_ATTEMPT, FIRST_ATTEMPT),
        number(environment, TrainerVariables.INDEX, "0"));
  }

  private static int number(Map<String, String> environment, String name, String standard) {
    return Integer.parseInt(environment.getOrDefault(name, standard));
  }
}

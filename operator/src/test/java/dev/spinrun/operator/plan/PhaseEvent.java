package dev.spinrun.operator.plan;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.status.Failures;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.crds.status.RunClock;
import dev.spinrun.operator.plan.decision.Plan;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What can happen to a run, each in words and as a change of its scene. */
@SuppressWarnings("ImmutableEnumChecker") // Its sets and functions are never changed.
enum PhaseEvent {
  STORE_ANSWERS("the store answers", all(), s -> s),
  STORE_UNREACHABLE(
      "the store does not answer", all(), s -> s.problem(StoreFailure.UNREACHABLE, "No.")),
  CREDENTIALS_WRONG("the store refuses", all(), s -> s.problem(StoreFailure.ACCESS_DENIED, "No.")),
  FAILURE("a pod fails, and may be retried", working(), s -> s.failed().podEnded(1, "Error", "x")),
  LAST_FAILURE(
      "a pod fails once too often",
      working(),
      s ->
          s.failed()
              .podEnded(1, "Error", "x")
              .status(b -> b.withFailures(new Failures(0, 2, 0, null)))),
  STAGE_DONE("a stage is done", working(), s -> s.complete().candidate()),
  PROMOTED(
      "the last candidate is promoted",
      EnumSet.of(Phase.RUNNING, Phase.AWAITING_PROMOTION),
      s ->
          PhaseScenes.measured("{policy: Always}")
              .promoted(Scene.DIGEST)
              .outcome(Outcome.Result.PROMOTED)),
  TO_BE_DECIDED(
      "a candidate is to be decided on",
      EnumSet.of(Phase.RUNNING, Phase.AWAITING_PROMOTION),
      s -> PhaseScenes.measured("{policy: Manual}")),
  PROMOTE_SET(
      "annotation promote", all(), s -> s.annotation("spinrun.dev/promote", "i2-a1-cccccccc")),
  REJECT_SET(
      "annotation reject, onRejected Fail",
      all(),
      s -> s.annotation("spinrun.dev/reject", "i2-a1-cccccccc")),
  GATE_STOPS(
      "the gate rejects, onRejected Stop",
      EnumSet.of(Phase.RUNNING),
      s -> PhaseScenes.measured("{policy: Gate, gate: {minimumWinRate: '0.9'}, onRejected: Stop}")),
  GATE_FAILS(
      "the gate rejects, onRejected Fail",
      EnumSet.of(Phase.RUNNING),
      s -> PhaseScenes.measured("{policy: Gate, gate: {minimumWinRate: '0.9'}}")),
  DEADLINE(
      "the active deadline passes",
      all(),
      s ->
          s.spec("activeDeadline: 1h")
              .status(
                  b ->
                      b.withClock(
                          new RunClock(
                              Scene.NOW.minusSeconds(7200),
                              null,
                              s.isIdle() ? Scene.NOW.minusSeconds(7000) : null)))),
  SUSPEND_SET("suspend is set", all(), s -> s.spec("suspend: false", "suspend: true")),
  PODS_GONE(
      "the last pod is gone", EnumSet.of(Phase.SUSPENDING, Phase.SUSPENDED), Scene::withoutPods),
  SUSPEND_TAKEN_BACK(
      "suspend is taken back", all(), s -> s.spec("suspend: true", "suspend: false")),
  ITERATIONS_RAISED("iterations is raised", all(), s -> s.spec("iterations: 2", "iterations: 4")),
  ITERATIONS_LOWERED(
      "the iteration is no longer wanted",
      EnumSet.complementOf(EnumSet.of(Phase.PENDING, Phase.SUCCEEDED)),
      s -> s.spec("iterations: 2", "iterations: 1")),
  RETRY_SET("annotation retry", all(), s -> s.annotation("spinrun.dev/retry", "again")),
  PAUSE_SET("annotation paused", all(), s -> s.annotation("spinrun.dev/paused", "true"));

  private final String words;
  private final Set<Phase> phases;
  private final UnaryOperator<Scene> change;

  PhaseEvent(String words, Set<Phase> phases, UnaryOperator<Scene> change) {
    this.words = words;
    this.phases = phases;
    this.change = change;
  }

  String words() {
    return words;
  }

  /** Where a run in this phase is once it is decided on; none if it cannot happen there. */
  Optional<Phase> leadsTo(Phase from) {
    if (!phases.contains(from)) {
      return Optional.empty();
    }
    Scene scene = change.apply(PhaseScenes.in(from));
    Plan first = scene.plan();
    // A request is recorded first and acted on at the next look.
    return Optional.of(scene.planAfter(first).status().phase());
  }

  private static Set<Phase> all() {
    return EnumSet.allOf(Phase.class);
  }

  /** Phases in which a Job may be at work. */
  private static Set<Phase> working() {
    return EnumSet.of(Phase.RUNNING, Phase.SUSPENDING);
  }
}

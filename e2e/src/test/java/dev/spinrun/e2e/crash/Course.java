package dev.spinrun.e2e.crash;

import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.Score;
import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.RunText;
import dev.spinrun.e2e.edge.WatchFlow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run, but for times and for digests, which differ with the run's identity.
 *
 * @param worked Job and index of each pod, in order
 */
record Course(List<Iteration> iterations, List<String> worked) {
  record Iteration(
      int number,
      Outcome.Result outcome,
      @Nullable String winRate,
      @Nullable List<Score> scores,
      int attempts) {
    static Iteration of(IterationResult result) {
      return new Iteration(
          result.number(), result.outcome(), result.winRate(), result.scores(), result.attempts());
    }
  }

  /** Waits for the end of a run, checks it, and tells its course. */
  static Course of(ControlPlane plane, PlayedRun run) {
    SpinRunStatus end = run.awaitTheOneEnd();
    return new Course(
        end.iterations().stream().map(Iteration::of).toList(),
        plane.node().worked(run.namespace()).stream().map(RunText::masked).toList());
  }

  /** The course of a run whose operator has this gate and lives to the end. */
  static Course undisturbed(
      ControlPlane plane, String namespace, Scenario scenario, EffectGate gate) {
    PlayedRun run = plane.run(namespace);
    try (OperatorProcess operator =
        new OperatorProcess(plane.api(), namespace, gate, WatchFlow.PROMPT)) {
      scenario.begin(run);
      Course course = of(plane, run);
      scenario.end(run);
      scenario.awaitDone(run);
      return course;
    }
  }
}

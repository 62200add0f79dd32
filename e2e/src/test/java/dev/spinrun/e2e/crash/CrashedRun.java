package dev.spinrun.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A run whose first operator is stopped at one point, and whose second one lives. */
final class CrashedRun {
  /** Whether a harmless effect occurs depends on who is faster; then the run is repeated. */
  private static final int TRIES = 4;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ControlPlane plane;
  private final Scenario scenario;
  private final CrashPoint point;
  private final Course undisturbed;

  CrashedRun(ControlPlane plane, Scenario scenario, CrashPoint point, Course undisturbed) {
    this.plane = plane;
    this.scenario = scenario;
    this.point = point;
    this.undisturbed = undisturbed;
  }

  /**
   * Goes through it, and compares.
   *
   * @return false if the point was not reached
   */
  boolean reachesTheSameEnd(String namespace) {
    for (int i = 1; i <= TRIES; i++) {
      if (attempt(namespace + "-" + i)) {
        return true;
      }
    }
    return false;
  }

  private boolean attempt(String namespace) {
    PlayedRun run = plane.run(namespace);
    CrashingGate gate = new CrashingGate(point);
    Course course = null;
    try (OperatorProcess first =
        new OperatorProcess(plane.api(), namespace, gate, WatchFlow.PROMPT)) {
      scenario.begin(run);
      await(() -> gate.isShut() || isOver(run));
      if (!gate.isShut()) {
        course = Course.of(plane, run);
        scenario.end(run);
        await(() -> gate.isShut() || scenario.isDone(run));
      }
    }
    try (OperatorProcess second =
        new OperatorProcess(plane.api(), namespace, EffectGate.OPEN, WatchFlow.PROMPT)) {
      if (course == null) {
        course = Course.of(plane, run);
        scenario.end(run);
      }
      scenario.awaitDone(run);
    }
    assertThat(course).as("%s in %s", point, namespace).isEqualTo(undisturbed);
    return gate.isShut();
  }

  private void await(Callable<Boolean> condition) {
    Awaitility.await(point.toString()).atMost(PATIENCE).until(condition);
  }

  private static boolean isOver(PlayedRun run) {
    var status = run.now().getStatus();
    return status != null && status.phase().isEnd() && run.jobs().isEmpty();
  }
}

package dev.spinrun.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultClock;
import dev.spinrun.e2e.cluster.LoneFaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import dev.spinrun.e2e.node.HeldPods;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** An API server that is killed again and again for a while. */
@LoneFaultTest
class RestartedApiServerTest {
  /** Some of it passes before the API server answers again. */
  private static final Duration PAUSE = Duration.ofSeconds(7);

  @Test
  void anApiServerThatIsRestartedInMidRunIsWaitedFor(ControlPlane plane, FaultClock clock)
      throws Exception {
    PlayedRun run = plane.run("restarted");
    HeldPods held = new HeldPods(pod -> true);
    plane.node().decide(run.namespace(), held);
    try (OperatorProcess operator =
        new OperatorProcess(plane.api(), run.namespace(), EffectGate.OPEN, WatchFlow.PROMPT)) {
      run.create();
      run.await(
          "preparation", s -> s.current().stage() == Stage.PREPARE && s.current().job() != null);
      Assumptions.assumeTrue(plane.restartApiServer(), "the API server is no process of its own");
      clock.begins();
      int kills = 0;
      while (!clock.hasLasted()) {
        Thread.sleep(PAUSE.toMillis());
        kills += plane.restartApiServer() ? 1 : 0;
      }
      run.await("an answer of the API server", s -> true);
      clock.ends();
      assertThat(kills).as("kills after the first").isGreaterThan(2);
      held.release();
      run.awaitTheOneEnd();
    }
  }
}

package dev.spinrun.e2e.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultClock;
import dev.spinrun.e2e.cluster.FaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees late, twice or not at all, and what the API server denies it. */
@FaultTest
class StaleAndLostTest {
  @Test
  void cachesThatLagBySecondsMisleadNobody(ControlPlane plane, FaultClock clock) {
    under(plane, clock, "lagging", EffectGate.OPEN, new Flow(Duration.ofSeconds(3), 1));
  }

  @Test
  void eventsThatComeTwiceCountOnce(ControlPlane plane, FaultClock clock) {
    under(plane, clock, "doubled", EffectGate.OPEN, new Flow(Duration.ZERO, 2));
  }

  @ParameterizedTest(name = "a third of the events of {0} is lost")
  @ValueSource(strings = {"jobs", "pods", "spinruns"})
  void eventsThatNeverComeAreNotMissed(String resource, ControlPlane plane, FaultClock clock) {
    under(plane, clock, "dropped-" + resource, EffectGate.OPEN, new DroppingFlow(resource, 3));
  }

  @Test
  void aRunNeedsNoEventOfItsJobs(ControlPlane plane, FaultClock clock) {
    under(plane, clock, "deaf-to-jobs", EffectGate.OPEN, new DroppingFlow("jobs", 1));
  }

  @ParameterizedTest(name = "each write is answered with {0} once")
  @ValueSource(ints = {409, 429, 500})
  void aWriteThatIsRefusedIsRepeated(int status, ControlPlane plane, FaultClock clock) {
    RefusingGate gate = new RefusingGate(status);
    under(plane, clock, "refused-" + status, gate, WatchFlow.PROMPT);
    assertThat(gate.refused()).isGreaterThan(PlayedRun.ITERATIONS);
  }

  private static void under(
      ControlPlane plane, FaultClock clock, String namespace, EffectGate gate, WatchFlow flow) {
    PlayedRun run = plane.run(namespace);
    clock.begins();
    try (OperatorProcess operator = new OperatorProcess(plane.api(), namespace, gate, flow)) {
      run.create().awaitTheOneEnd();
    }
  }

  private record Flow(Duration lag, int copies) implements WatchFlow {
    @Override
    public int copies(String resource, String event) {
      return copies;
    }
  }
}

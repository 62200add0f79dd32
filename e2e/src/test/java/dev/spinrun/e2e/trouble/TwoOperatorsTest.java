package dev.spinrun.e2e.trouble;

import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultClock;
import dev.spinrun.e2e.cluster.FaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@FaultTest
class TwoOperatorsTest {
  private static final int RUNS = 6;

  @Test
  void twoThatBothBelieveToLeadPromoteOnce(ControlPlane plane, FaultClock clock) {
    List<String> namespaces = IntStream.range(0, RUNS).mapToObj(i -> "two-" + i).toList();
    clock.begins();
    namespaces.parallelStream().forEach(namespace -> together(plane, namespace));
  }

  private static void together(ControlPlane plane, String namespace) {
    PlayedRun run = plane.run(namespace);
    try (OperatorProcess one =
            new OperatorProcess(plane.api(), namespace, EffectGate.OPEN, WatchFlow.PROMPT);
        OperatorProcess other =
            new OperatorProcess(plane.api(), namespace, EffectGate.OPEN, WatchFlow.PROMPT)) {
      run.create().awaitTheOneEnd();
    }
  }
}

package dev.spinrun.e2e.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.RecordingGate;
import dev.spinrun.e2e.edge.WatchFlow;
import dev.spinrun.e2e.node.HeldPods;
import dev.spinrun.e2e.node.TrainerPod;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A run whose Jobs a queue starts and stops. */
@FaultTest
class QueuedRunTest {
  private static final String QUEUE = "gpu";
  private static final String TRAINING = "-i1-train-a2";

  private final RecordingGate gate = new RecordingGate();

  private static void queued(ObjectNode manifest) {
    manifest.withObject("/metadata").withObject("/labels").put("kueue.x-k8s.io/queue-name", QUEUE);
  }

  @Test
  void whatIsAdmittedEvictedAndAdmittedAgainIsNoFailure(ControlPlane plane) {
    PlayedRun run = plane.run("queued");
    HeldPods held = new HeldPods(pod -> pod.job().endsWith(TRAINING));
    Set<String> outsideTheFlavor = ConcurrentHashMap.newKeySet();
    plane
        .node()
        .decide(
            run.namespace(),
            pod -> {
              if (!isOfTheFlavor(pod)) {
                outsideTheFlavor.add(pod.job());
              }
              return held.of(pod);
            });
    try (OperatorProcess operator =
            new OperatorProcess(plane.api(), run.namespace(), gate, WatchFlow.PROMPT);
        FakeQueue queue =
            new FakeQueue(plane.client(), run.namespace(), QUEUE, ControlPlane.NODE)) {
      run.create(QueuedRunTest::queued);
      run.awaitReason("Reconciling", "Queued");
      queue.open();
      String training = awaitTraining(run);
      run.awaitReason("Reconciling", "StageRunning");

      queue.evict(training);
      run.awaitReason("Reconciling", "Queued");
      held.release();
      queue.admit(training);

      run.awaitTheOneEnd();
    }
    assertThat(outsideTheFlavor).isEmpty();
    assertThat(gate.effects()).as("writes to Jobs").noneMatch(e -> e.startsWith("PATCH jobs"));
  }

  @Test
  void aSuspendedRunLeavesItsPlaceAndQueuesAgainWhenResumed(ControlPlane plane) {
    PlayedRun run = plane.run("queued-and-suspended");
    HeldPods held = new HeldPods(pod -> pod.job().endsWith(TRAINING));
    plane.node().decide(run.namespace(), held);
    try (OperatorProcess operator =
            new OperatorProcess(plane.api(), run.namespace(), gate, WatchFlow.PROMPT);
        FakeQueue queue =
            new FakeQueue(plane.client(), run.namespace(), QUEUE, ControlPlane.NODE)) {
      run.create(QueuedRunTest::queued);
      queue.open();
      awaitTraining(run);

      run.patch("{\"spec\": {\"suspend\": true}}");
      run.await("suspension", s -> s.phase() == Phase.SUSPENDED);
      assertThat(run.jobs()).isEmpty();
      run.patch("{\"spec\": {\"suspend\": false}}");

      run.awaitTheOneEnd();
      held.release();
    }
    assertThat(gate.effects()).as("writes to Jobs").noneMatch(e -> e.startsWith("PATCH jobs"));
  }

  private static String awaitTraining(PlayedRun run) {
    return String.valueOf(
        run.await("training", s -> String.valueOf(s.current().job()).endsWith(TRAINING))
            .current()
            .job());
  }

  private static boolean isOfTheFlavor(TrainerPod pod) {
    return ControlPlane.NODE.equals(
        pod.pod().getSpec().getNodeSelector().get("kubernetes.io/hostname"));
  }
}

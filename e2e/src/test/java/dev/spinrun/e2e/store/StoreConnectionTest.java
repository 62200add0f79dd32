package dev.spinrun.e2e.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultClock;
import dev.spinrun.e2e.cluster.FaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import dev.spinrun.e2e.node.HeldPods;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A bad way between operator and store; the trainers have a good one. */
@FaultTest
class StoreConnectionTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void aStoreThatAnswersSlowlyIsOnlySlow(ControlPlane plane, FaultClock clock) {
    endsWell(plane, clock, "slow", way -> way.slow(300, 200));
  }

  @Test
  void aNarrowWayIsOnlySlow(ControlPlane plane, FaultClock clock) {
    endsWell(plane, clock, "narrow", way -> way.narrow(16));
  }

  @Test
  void anUploadThatIsCutShortLeavesNothingAndIsRepeated(ControlPlane plane, FaultClock clock) {
    try (Toxiproxy way = wayTo(plane)) {
      // Enough for a request without a body, not for one with a plan.
      way.cutRequestsAfter(1200);
      clock.begins();
      PlayedRun run = plane.run("cut", way.endpoint());
      try (OperatorProcess operator = operator(plane, run, EffectGate.OPEN)) {
        run.create().awaitReason("Reconciling", "StoreUnreachable");
        clock.waitUntilItHasLasted();
        assertThat(run.jobs()).isEmpty();
        way.heal();
        clock.ends();
        run.awaitTheOneEnd();
      }
    }
  }

  @Test
  void aPromotionWhoseReplyIsLostIsRecognisedAsOurOwn(ControlPlane plane, FaultClock clock)
      throws Exception {
    try (Toxiproxy way = wayTo(plane)) {
      PlayedRun run = plane.run("reply-lost", way.endpoint());
      CompletableFuture<Boolean> promotedMeanwhile = new CompletableFuture<>();
      EffectGate gate = new LosingGate(way, run, clock, promotedMeanwhile);
      try (OperatorProcess operator = operator(plane, run, gate)) {
        run.create();
        Duration patience = FaultClock.lasting().plus(PATIENCE);
        assertThat(promotedMeanwhile.get(patience.toSeconds(), TimeUnit.SECONDS)).isTrue();
        run.awaitTheOneEnd();
      }
    }
  }

  @Test
  void duringAnOutageWhatRunsGoesOnAndNothingFails(ControlPlane plane, FaultClock clock) {
    try (Toxiproxy way = wayTo(plane)) {
      PlayedRun run = plane.run("outage", way.endpoint());
      HeldPods held = new HeldPods(pod -> pod.job().contains("-i1-train-"));
      plane.node().decide(run.namespace(), held);
      try (OperatorProcess operator = operator(plane, run, EffectGate.OPEN)) {
        run.create()
            .await("training", s -> String.valueOf(s.current().job()).contains("-i1-train-"));
        way.interrupt();
        clock.begins();
        run.awaitReason("Reconciling", "StoreUnreachable");
        held.release();
        clock.waitUntilItHasLasted();
        assertThat(run.now().getStatus().phase()).isEqualTo(Phase.RUNNING);
        assertThat(run.results().isPromoted(1)).isFalse();
        way.heal();
        clock.ends();
        run.awaitTheOneEnd();
      }
    }
  }

  private static Toxiproxy wayTo(ControlPlane plane) {
    return Toxiproxy.to(plane.s3().inside());
  }

  private static void endsWell(
      ControlPlane plane, FaultClock clock, String namespace, Consumer<Toxiproxy> fault) {
    try (Toxiproxy way = wayTo(plane)) {
      fault.accept(way);
      clock.begins();
      PlayedRun run = plane.run(namespace, way.endpoint());
      try (OperatorProcess operator = operator(plane, run, EffectGate.OPEN)) {
        run.create().awaitTheOneEnd();
      }
    }
  }

  private static OperatorProcess operator(ControlPlane plane, PlayedRun run, EffectGate gate) {
    return new OperatorProcess(plane.api(), run.namespace(), gate, WatchFlow.PROMPT);
  }

  /** Breaks the way back for a while when iteration 1 is about to be promoted. */
  private static final class LosingGate implements EffectGate {
    private static final Executor LATER =
        CompletableFuture.delayedExecutor(FaultClock.lasting().toSeconds(), TimeUnit.SECONDS);

    private final Toxiproxy way;
    private final PlayedRun run;
    private final FaultClock clock;
    private final CompletableFuture<Boolean> promotedMeanwhile;
    private boolean lost;

    LosingGate(
        Toxiproxy way,
        PlayedRun run,
        FaultClock clock,
        CompletableFuture<Boolean> promotedMeanwhile) {
      this.way = way;
      this.run = run;
      this.clock = clock;
      this.promotedMeanwhile = promotedMeanwhile;
    }

    @Override
    public synchronized Passage ask(String effect) {
      if (effect.equals("store create opponents/0001.json") && !lost) {
        lost = true;
        way.loseReplies();
        clock.begins();
        LATER.execute(
            () -> {
              promotedMeanwhile.complete(run.results().isPromoted(1));
              way.heal();
              clock.ends();
            });
      }
      return Passage.PASS;
    }

    @Override
    public boolean isShut() {
      return false;
    }
  }
}

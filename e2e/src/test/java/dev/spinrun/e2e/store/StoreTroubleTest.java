package dev.spinrun.e2e.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultClock;
import dev.spinrun.e2e.cluster.FaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.cluster.S3Server;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import dev.spinrun.e2e.node.HeldPods;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody has to put right; then the run goes on by itself. */
@FaultTest
class StoreTroubleTest {
  private static final Credentials OTHERS = new Credentials("another", "another-secret", null);

  @Test
  void wrongCredentialsStallTheRunUntilTheyAreCorrected(ControlPlane plane, FaultClock clock) {
    PlayedRun run = plane.run("wrong-credentials");
    run.giveCredentials(new Credentials("fault-tests", "not-the-secret", null));
    clock.begins();
    try (OperatorProcess operator = operator(plane, run)) {
      run.create().awaitReason("Stalled", "StoreCredentialsRejected");
      clock.waitUntilItHasLasted();
      run.giveCredentials(plane.s3().credentials());
      clock.ends();
      run.awaitTheOneEnd();
    }
  }

  @Test
  void credentialsThatAreRotatedInMidRunAreReadAgain(ControlPlane plane, FaultClock clock) {
    try (S3Server before = S3Server.start();
        S3Server after = S3Server.start("1g", OTHERS);
        Toxiproxy way = Toxiproxy.to(before.inside())) {
      plane.serve(way.endpoint(), before);
      PlayedRun run = plane.run("rotated", way.endpoint());
      HeldPods held = holdingTraining(plane, run);
      try (OperatorProcess operator = operator(plane, run)) {
        awaitTraining(run.create());
        // One server cannot change its root credentials while it runs: its twin takes its place.
        after.restore(before.backUp());
        way.leadTo(after.inside());
        plane.serve(way.endpoint(), after);
        clock.begins();
        run.awaitReason("Stalled", "StoreCredentialsRejected");
        clock.waitUntilItHasLasted();
        run.giveCredentials(OTHERS);
        clock.ends();
        held.release();
        run.awaitTheOneEnd();
      }
    }
  }

  @Test
  void aBucketThatIsNotThereYetIsWaitedFor(ControlPlane plane, FaultClock clock) {
    try (S3Server server = S3Server.start()) {
      server.removeBucket();
      clock.begins();
      plane.serve(server.endpoint(), server);
      PlayedRun run = plane.run("no-bucket", server.endpoint());
      try (OperatorProcess operator = operator(plane, run)) {
        run.create().awaitReason("Stalled", "NoSuchBucket");
        clock.waitUntilItHasLasted();
        server.makeBucket();
        clock.ends();
        run.awaitTheOneEnd();
      }
    }
  }

  @Test
  void aBucketThatIsDeletedInMidRunIsGoneOnWithOnceItIsRestored(
      ControlPlane plane, FaultClock clock) {
    try (S3Server server = S3Server.start()) {
      plane.serve(server.endpoint(), server);
      PlayedRun run = plane.run("deleted-bucket", server.endpoint());
      HeldPods held = holdingTraining(plane, run);
      try (OperatorProcess operator = operator(plane, run)) {
        awaitTraining(run.create());
        Map<String, byte[]> backup = server.backUp();
        ObjectStore bucket = server.at("s3://" + S3Server.BUCKET);
        backup.keySet().forEach(bucket::delete);
        server.removeBucket();
        clock.begins();
        run.awaitReason("Stalled", "NoSuchBucket");
        clock.waitUntilItHasLasted();
        server.makeBucket();
        server.restore(backup);
        clock.ends();
        held.release();
        run.awaitTheOneEnd();
      }
    }
  }

  @Test
  void aFullStoreStallsTheRunUntilThereIsRoom(ControlPlane plane, FaultClock clock) {
    try (S3Server server = S3Server.start("64m")) {
      plane.serve(server.endpoint(), server);
      PlayedRun run = plane.run("full", server.endpoint());
      ObjectStore ballast = server.at("s3://" + S3Server.BUCKET + "/ballast");
      fill(ballast);
      clock.begins();
      try (OperatorProcess operator = operator(plane, run)) {
        run.create().awaitReason("Stalled", "StoreFull");
        clock.waitUntilItHasLasted();
        assertThat(run.jobs()).isEmpty();
        ballast.list("").forEach(o -> ballast.delete(o.key()));
        clock.ends();
        run.awaitTheOneEnd();
      }
    }
  }

  /** Smaller and smaller, so that not even a small document finds room. */
  private static void fill(ObjectStore store) {
    for (int size = 1 << 22; size >= 1 << 9; size >>= 1) {
      int n = 0;
      while (hasRoom(store, "%d/%05d".formatted(size, n), size)) {
        n++;
      }
    }
  }

  private static boolean hasRoom(ObjectStore store, String key, int size) {
    try {
      store.write(key, new byte[size]);
      return true;
    } catch (StoreException e) {
      boolean full = e.kind() == StoreFailure.FULL;
      // A disk that fills up in mid-request gives no certain answer; the next request gets one.
      assertThat(full || e.isTransient()).as(e.getMessage()).isTrue();
      return !full;
    }
  }

  private static HeldPods holdingTraining(ControlPlane plane, PlayedRun run) {
    HeldPods held = new HeldPods(pod -> pod.job().contains("-i1-train-"));
    plane.node().decide(run.namespace(), held);
    return held;
  }

  private static void awaitTraining(PlayedRun run) {
    run.await("training", s -> String.valueOf(s.current().job()).contains("-i1-train-"));
  }

  private static OperatorProcess operator(ControlPlane plane, PlayedRun run) {
    return new OperatorProcess(plane.api(), run.namespace(), EffectGate.OPEN, WatchFlow.PROMPT);
  }
}

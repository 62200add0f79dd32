package dev.spinrun.trainer.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.workers.FakeNccl.Peer;
import dev.spinrun.trainer.workers.Workers.Pending;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.parallel.Isolated;

/** How workers with GPUs wait for each other, on a GPU that is not there. */
@Isolated("looks for threads that are left behind")
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class NcclGroupTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final FakeNccl nccl = new FakeNccl();
  private final Scope scope = Scope.open();
  private final Tensor tensor = scope.floats(new float[] {1, 2}, Shape.of(2));

  @AfterEach
  void nothingIsLeftBehind() {
    nccl.release();
    // A watchdog that was held up ends now; all others have ended before.
    eventually(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(this::isWatchdog));
    assertThat(nccl.misuse).isEmpty();
    scope.close();
  }

  private boolean isWatchdog(Thread thread) {
    return thread.getName().equals("nccl-watchdog");
  }

  private static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private NcclWorkers join(Duration timeout) {
    Rendezvous where = new Rendezvous(0, 2, "127.0.0.1", 29500, "127.0.0.1", timeout);
    return new NcclWorkers(where, NcclGroup.join(nccl, where, PATIENCE, new byte[Nccl.ID_BYTES]));
  }

  @Test
  void aSumWaitsForItsInputInAStreamOfItsOwn() {
    try (NcclWorkers workers = join(LONG)) {
      nccl.compute("backward");
      Pending sum = workers.sum(tensor);
      nccl.compute("more of backward");
      assertThat(nccl.calls())
          .containsExactly("join", "record on computing", "hold own", "sum", "record on own");
      assertThat(nccl.copyToHostReturns()).isFalse();
      assertThat(tensor.toFloats()).containsExactly(1, 2);

      nccl.finish("backward");
      sum.await();

      assertThat(tensor.toFloats()).containsExactly(2, 4);
      assertThat(nccl.copyToHostReturns()).as("backward goes on").isFalse();
    }
  }

  @Test
  void theEndIsNotMarkedBeforeTheSumIsInItsStream() {
    try (NcclWorkers workers = join(LONG)) {
      nccl.launchDelay = 5;

      workers.sum(tensor).await();

      assertThat(tensor.toFloats()).containsExactly(2, 4);
    }
  }

  @Test
  void theHostReadsWhileASumHangs() {
    try (NcclWorkers workers = join(LONG)) {
      nccl.set(Peer.HANGS);
      workers.sum(tensor);

      assertThat(nccl.copyToHostReturns()).isTrue();
    }
  }

  @Test
  void sumsShareEvents() {
    try (NcclWorkers workers = join(LONG)) {
      for (int i = 0; i < 10; i++) {
        Pending first = workers.sum(tensor);
        Pending second = workers.sum(tensor);
        second.await();
        first.await();
        first.await();
      }
      workers.broadcast(tensor);

      assertThat(nccl.openEvents()).isEqualTo(3);
    }
  }

  @Test
  void aSumThatHangsIsAbortedThoughNobodyAsks() {
    try (NcclWorkers workers = join(SHORT)) {
      nccl.set(Peer.HANGS);
      Pending sum = workers.sum(tensor);

      eventually(() -> nccl.was("abort"));

      assertThatThrownBy(sum::await)
          .isInstanceOf(WorkerFailureException.class)
          .hasMessage(
              "A sum over the workers failed: no answer within PT0.3S. Another worker ended, hangs or cannot be reached; all go on from the last checkpoint. Look first at the worker whose log ends first.");
      assertThatThrownBy(() -> workers.sum(tensor)).hasMessageContaining("within PT0.3S");
    }
    assertLeftOnce("abort");
  }

  @Test
  void aCallThatHangsIsAborted() {
    try (NcclWorkers workers = join(SHORT)) {
      nccl.sumBlocks = true;

      assertThatThrownBy(() -> workers.sum(tensor))
          .isInstanceOf(WorkerFailureException.class)
          .hasMessageContaining("no answer within PT0.3S");
    }
    assertLeftOnce("abort");
  }

  @Test
  void aCallThatReturnsInTimeIsNotDisturbedByAnAbort() {
    try (NcclWorkers workers = join(LONG)) {
      nccl.sumMillis = 200;
      new Thread(
              () -> {
                eventually(() -> nccl.was("sum"));
                nccl.set(Peer.FAILED);
              })
          .start();

      assertThatThrownBy(() -> workers.sum(tensor)).isInstanceOf(WorkerFailureException.class);
    }
    assertLeftOnce("abort");
  }

  @Test
  void aSumThatIsOverAndNotYetAwaitedIsNotLate() throws InterruptedException {
    try (NcclWorkers workers = join(SHORT)) {
      Pending sum = workers.sum(tensor);
      Thread.sleep(SHORT.multipliedBy(3).toMillis());

      sum.await();
    }
    assertLeftOnce("destroy");
  }

  @Test
  void aLostWorkerIsToldAtOnce() {
    try (NcclWorkers workers = join(LONG)) {
      nccl.set(Peer.HANGS);
      Pending sum = workers.sum(tensor);
      nccl.set(Peer.FAILED);

      eventually(() -> nccl.was("abort"));

      assertThatThrownBy(sum::await)
          .isInstanceOf(WorkerFailureException.class)
          .hasMessageStartingWith("A sum over the workers failed: remote process exited.");
    }
    assertLeftOnce("abort");
  }

  @Test
  void aWorkerThatDoesNotComeIsNotWaitedForForEver() {
    nccl.set(Peer.HANGS);

    assertThatThrownBy(() -> join(SHORT))
        .isInstanceOf(WorkerFailureException.class)
        .hasMessageStartingWith(
            "Joining the 2 workers at 127.0.0.1:29500 failed: not all came within PT0.3S.");
    assertLeftOnce("abort");
  }

  @Test
  void aJoinThatDoesNotReturnIsNotWaitedForForEver() {
    nccl.joinBlocks = true;

    assertThatThrownBy(() -> join(SHORT))
        .isInstanceOf(WorkerFailureException.class)
        .hasMessageContaining("NCCL did not return within PT0.3S");
    nccl.release();
    eventually(() -> nccl.was("abort"));
  }

  @Test
  void whoLeavesWithNothingUnderWayDoesNotAbort() {
    NcclWorkers workers = join(LONG);
    workers.sum(tensor).await();

    workers.close();
    workers.close();

    assertLeftOnce("destroy");
    assertThatThrownBy(() -> workers.sum(tensor)).hasMessageContaining("the group was left");
  }

  @Test
  void whoLeavesInTheMiddleAborts() {
    NcclWorkers workers = join(LONG);
    nccl.set(Peer.HANGS);
    workers.sum(tensor);

    workers.close();

    assertLeftOnce("abort");
  }

  @Test
  void anAbortThatHangsKeepsNobody() {
    NcclWorkers workers = join(SHORT);
    nccl.set(Peer.HANGS);
    nccl.abortBlocks = true;
    Pending sum = workers.sum(tensor);

    assertThatThrownBy(sum::await).isInstanceOf(WorkerFailureException.class);
    workers.close();

    assertThat(nccl.was("abort")).isTrue();
  }

  private void assertLeftOnce(String how) {
    List<String> ends =
        nccl.calls().stream().filter(call -> List.of("abort", "destroy").contains(call)).toList();
    assertThat(ends).containsExactly(how);
    assertThat(nccl.openEvents()).isZero();
    assertThat(nccl.openStreams()).isZero();
  }
}

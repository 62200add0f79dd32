package dev.spinrun.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StoppedException;
import dev.spinrun.trainer.stage.context.WorkerRendezvous;
import dev.spinrun.trainer.stage.train.TrainStage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The training stage of two workers; here both are threads of one process. */
@Execution(ExecutionMode.CONCURRENT)
class TwoWorkersTest {
  private static final int STEPS = 50;

  @TempDir Path folder;

  private LocalRun run;

  @BeforeEach
  void prepareAndGenerate() {
    Train halves = LocalRun.with(LocalRun.quickstartTraining(STEPS, 7), "microBatchSize", "8");
    run = new LocalRun(folder, Method.SPIN, LocalRun.with(halves, "workers", "2"));
    run.iterate();
    run.run(Stage.GENERATE, 1, 0);
    run.run(Stage.GENERATE, 1, 1);
  }

  /** Starts both workers of an attempt; the second one is told to stop at once, or is not. */
  private List<Future<?>> train(int attempt, boolean stops) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      run.meetAt(
          new WorkerRendezvous(
              "127.0.0.1:" + free.getLocalPort(), "127.0.0.1", Duration.ofMinutes(1)));
    }
    StageContext first = run.context(attempt, 0);
    StageContext second = run.context(attempt, 1);
    if (stops) {
      second.stop().raise();
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<?>> ends =
        Stream.<Future<?>>of(
                threads.submit(() -> new TrainStage(first).run()),
                threads.submit(() -> new TrainStage(second).run()))
            .toList();
    threads.shutdown();
    return ends;
  }

  @Test
  void bothStopWhenOneIsToldToAndGoOnToTheSameBits() throws Exception {
    for (Future<?> end : train(1, false)) {
      end.get();
    }
    for (Future<?> end : train(2, true)) {
      assertThatThrownBy(end::get)
          .hasCauseInstanceOf(StoppedException.class)
          .hasMessageContaining("told to stop after step 40");
    }
    for (Future<?> end : train(3, false)) {
      end.get();
    }

    String weights = "unet/diffusion_pytorch_model.safetensors";
    assertThat(run.candidate(1, 3).file(weights)).isEqualTo(run.candidate(1, 1).file(weights));
  }

  @Test
  void workersThatDoNotKnowWhereToMeetSayWhatIsMissing() {
    assertThatThrownBy(() -> WorkerRendezvous.NONE.join(1, 2))
        .hasMessage(
            "A training of 2 workers needs the address of worker 0 as host:port (was ''). Give it by --rendezvous or SPINRUN_RENDEZVOUS.");
  }
}

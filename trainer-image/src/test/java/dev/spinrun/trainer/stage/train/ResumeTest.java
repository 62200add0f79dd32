package dev.spinrun.trainer.stage.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.LatestCheckpoint;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.stage.LocalRun;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StoppedException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ResumeTest {
  private static final int STEPS = 50;

  @TempDir Path folder;
  private LocalRun run;

  @BeforeEach
  void prepareAndGenerate() {
    run = new LocalRun(folder, Method.SPIN, LocalRun.quickstartTraining(STEPS, 7));
    run.iterate();
    run.run(Stage.GENERATE, 1, 0);
    run.run(Stage.GENERATE, 1, 1);
  }

  @Test
  void aTrainingToldToStopGoesOnInTheNextAttemptToTheSameBits() {
    run.run(Stage.TRAIN, 1, 0);
    FileEntry undisturbed = weights(run.candidate(1, 1));

    StageContext stopped = run.context(2, 0);
    stopped.stop().raise();
    // Attempt 2 finds attempt 1's checkpoint of step 40 and is told to stop at once.
    assertThatThrownBy(() -> new TrainStage(stopped).run())
        .isInstanceOf(StoppedException.class)
        .hasMessage("told to stop after step 40; its checkpoint is committed.");
    run.run(Stage.TRAIN, 3, 0);

    FileEntry resumed = weights(run.candidate(1, 3));
    assertThat(resumed.sha256()).isEqualTo(undisturbed.sha256());
    assertThat(latest(2)).returns(40L, LatestCheckpoint::step);
  }

  @Test
  void aCheckpointOfAnotherPlanIsNotTaken() {
    run.run(Stage.TRAIN, 1, 0);
    String key = run.layout().latestCheckpoint(1, 1);
    LatestCheckpoint other =
        new LatestCheckpoint(Documents.SCHEMA, "sha256:another", 40, latest(1).manifestDigest());
    run.store().write(key, Documents.write(other));

    assertThat(new Checkpoints(run.context(2, 0)).downloadNewest()).isEmpty();
  }

  @Test
  void aRevisionThatGoesOnTakesTheCheckpointOfTheAttemptThatItNames() {
    run.run(Stage.TRAIN, 1, 0);

    run.revise(new Revision(1, 0, 2));
    assertThat(new Checkpoints(run.context(2, 0)).downloadNewest()).isEmpty();
    run.revise(new Revision(1, 0, 1));
    assertThat(new Checkpoints(run.context(2, 0)).downloadNewest()).isPresent();
  }

  @Test
  void onlyTheNewestCheckpointsAreKept() {
    run.keepCheckpoints(1);
    run.run(Stage.TRAIN, 1, 0);

    String folder = run.layout().training(1, 1) + "/";
    assertThat(run.store().list(folder))
        .extracting(o -> o.key().substring(folder.length()).replaceFirst("/.*", ""))
        .containsOnly("latest.json", "step-000040");
    assertThat(new Checkpoints(run.context(2, 0)).downloadNewest()).isPresent();
  }

  @Test
  void aCommittedShardIsNotDrawnAgainByAnotherWriter() {
    String key = run.layout().synthetic(1, 0, 0).manifest();
    byte[] first = run.store().read(key, 1 << 20);

    run.run(Stage.GENERATE, 2, 0);

    assertThat(run.store().read(key, 1 << 20)).isEqualTo(first);
    assertThat(run.store().list(run.layout().synthetic(1, 0, 0).data("writer-2"))).isEmpty();
  }

  private LatestCheckpoint latest(int attempt) {
    String key = run.layout().latestCheckpoint(1, attempt);
    return Documents.read(run.store().read(key, 1 << 16), LatestCheckpoint.class, key);
  }

  private static FileEntry weights(Manifest candidate) {
    return candidate.file("unet/diffusion_pytorch_model.safetensors").orElseThrow();
  }
}

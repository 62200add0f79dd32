package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.cost.ModelWork;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.status.Estimate;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.Totals;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two iterations that read all of 8 examples, and are measured by 10 prompts. */
class EstimateTest {
  /** A UNet of 1 TFLOP, and next to nothing else. */
  private static final ModelWork MODEL = new ModelWork(1e12, 0, 0, 0, 0, 1_000_000_000, 0, 0);

  /** 50 guided steps of an image. */
  private static final long DRAWN = 100;

  /** What 16 pairs take, of which each takes a forward and two backward passes, and a reference. */
  private static final long TRAINED = 16 * 2 * 4;

  private static final long BASE = 10 * DRAWN;
  private static final long ITERATION = 8 * DRAWN + TRAINED + 10 * DRAWN;

  /**
   * The base model, and of each candidate the model and two checkpoints of three times its size.
   */
  private static final long GIGABYTES = 1 + 2 * (1 + 2 * 3);

  private static Scene scene(Scene scene) {
    return scene
        .spec("iterations: 2", "iterations: 2\n  retention: {checkpoints: 2}")
        .spec("microBatchSize: 2", "microBatchSize: 2, checkpointEverySteps: 1")
        .spec("scorers:", "imagesPerPrompt: 1\n    scorers:")
        .prepared()
        .baseModel(MODEL, 10);
  }

  @Test
  void aRunTellsWhatItTakesOnceItsInputsAreChecked() {
    assertThat(scene(Scene.in(0, Stage.PREPARE)).plan().status().estimate()).isNull();

    Estimate estimate = scene(Scene.in(0, Stage.PREPARE).complete()).plan().status().estimate();

    assertThat(estimate)
        .isEqualTo(new Estimate(2 * 8 + 3 * 10, BASE + 2 * ITERATION, GIGABYTES, null));
  }

  @Test
  void theSpeedOfTheLastIterationTellsHowManyGpuHoursAreLeft() {
    IterationResult ended =
        new IterationResult(
            1,
            Outcome.Result.PROMOTED,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Scene.NOW,
            Scene.NOW,
            3,
            7_200);

    Estimate estimate =
        scene(Scene.starting(2).frozen())
            .status(s -> s.withIterations(List.of(ended)).withTotals(new Totals(2, 5, 7_500, 0)))
            .plan()
            .status()
            .estimate();

    assertThat(estimate.gpuHours()).as("2.08 used, and 2 for an iteration like it").isEqualTo(5);
  }

  @Test
  void aModelOfAnOlderTrainerHasNoEstimate() {
    assertThat(Scene.in(0, Stage.PREPARE).complete().prepared().plan().status().estimate())
        .isNull();
  }
}

package dev.spinrun.contract.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.cost.StageWork.Inputs;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.plan.Run;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Evaluate;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.contract.settings.Train;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The paper's data set, and the settings of examples/paper-schedule for its first iteration. */
class StageWorkTest {
  private static final ModelWork MODEL =
      new ModelWork(800, 1_100, 2_500, 10, 65_536, 3_438, 335, 492);
  private static final Inputs PAPER = new Inputs(851_293, 47_654, 500);
  private static final Predecessor BEFORE = new Predecessor(0, "c", "d", "e");

  private static final long ALL = 3_438 + 335 + 492;

  private static List<StageWork> work(int iteration, Method method, String training) {
    return work(iteration, method, training, "1", "1");
  }

  private static List<StageWork> work(
      int iteration, Method method, String training, String generators, String evaluators) {
    Train train =
        settings(
            Train.class,
            "{'steps': 50, 'batchSize': 64, 'microBatchSize': 8, 'ema': '0',"
                + " 'checkpointEverySteps': 20"
                + training
                + "}");
    IterationPlan plan =
        new IterationPlan(
            Documents.SCHEMA,
            new Run("ml", "castle", "uid-1"),
            method,
            iteration,
            new Storage("s3://spin/runs", null, null),
            "s3://models/base",
            settings(Data.class, "{'uri': 's3://data/train', 'resolution': 512}"),
            settings(Prepare.class, "{'workers': 3}"),
            settings(
                Generate.class,
                "{'steps': 50, 'guidanceScale': '7.5', 'workers': " + generators + "}"),
            train,
            settings(
                Evaluate.class,
                "{'prompts': 's3://data/prompts.jsonl', 'imagesPerPrompt': 1, 'workers': "
                    + evaluators
                    + ","
                    + " 'scorers': [{'name': 'ClipScore', 'uri': 's3://models/clip'}]}"),
            null,
            iteration == 0 ? null : BEFORE,
            iteration == 0 ? null : BEFORE,
            null,
            null,
            2,
            iteration == 0 ? List.of(new Reading(1, 42, 3_200)) : null);
    return StageWork.of(plan, MODEL, PAPER);
  }

  private static <T extends Record> T settings(Class<T> type, String json) {
    return Settings.of(type, (ObjectNode) Documents.value(json.replace('\'', '"')));
  }

  @Test
  void anOpponentDrawsWhatIsReadAndATrainingTakesEightPassesForAPair() {
    List<StageWork> stages = work(1, Method.SPIN, "");

    assertThat(stages)
        .extracting(StageWork::stage)
        .containsExactly(Stage.GENERATE, Stage.TRAIN, Stage.EVALUATE);
    assertThat(stages).extracting(StageWork::count).containsExactly(3_200L, 6_400L, 500L);
    // 50 guided steps, decoded, encoded again, with its caption.
    assertThat(stages.get(0).flops()).isEqualTo(3_200 * (100 * 800 + 2_500 + 1_100 + 10));
    assertThat(stages.get(0).bytesStored()).isEqualTo(3_200 * 65_536L);
    // Forward, backward twice, and the reference forward, for both images.
    assertThat(stages.get(1).flops()).isEqualTo(3_200 * (8 * 800 + 10));
    assertThat(stages.get(1).bytesStored()).isEqualTo(ALL + 2 * 3 * 3_438L);
    assertThat(stages.get(2).flops()).isEqualTo(500 * (100 * 800 + 2_500 + 10));
  }

  @Test
  void eachPodDownloadsTheModel() {
    assertThat(work(1, Method.SPIN, ", 'workers': 2", "4", "3"))
        .extracting(StageWork::bytesMoved)
        .containsExactly(
            4 * ALL + 3_200 * 65_536L,
            // Two latents of a pair; the candidate, and checkpoints after 20 and 40 steps of 50.
            2 * (ALL + 2 * 3_200 * 65_536L) + ALL + 2 * 3 * 3_438L,
            3 * ALL);
    StageWork prepared = work(0, Method.SPIN, "").get(0);
    assertThat(prepared.bytesMoved() - prepared.bytesStored())
        .as("two that encode beside the first one")
        .isEqualTo(ALL + 2 * 335);
  }

  @Test
  void noMoreCheckpointsAreStoredThanAreWritten() {
    assertThat(work(1, Method.SFT, ", 'checkpointEverySteps': 50").get(0).bytesStored())
        .as("the candidate alone")
        .isEqualTo(ALL);
  }

  @Test
  void aPodThatDrawsWithOlderOpponentsDownloadsTheirUNetsToo() {
    String lastTwo = ", 'opponents': 'LastTwo'";
    assertThat(work(3, Method.SPIN, lastTwo).get(0).bytesMoved())
        .isEqualTo(ALL + 3_438 + 3_200 * 65_536L);
    assertThat(work(1, Method.SPIN, lastTwo).get(0).bytesMoved()).isEqualTo(ALL + 3_200 * 65_536L);
  }

  @Test
  void noMoreIsDrawnThanThereIs() {
    assertThat(work(1, Method.SPIN, ", 'steps': 1000000"))
        .first()
        .returns(851_293L, StageWork::count);
  }

  @Test
  void whatIsLeftOutCostsNothing() {
    double full = train(Method.SPIN, "");

    assertThat(train(Method.SPIN, ", 'lora': {'rank': 8}"))
        .as("no gradients of the weights")
        .isEqualTo(full - 3_200 * 2 * 800);
    assertThat(train(Method.SPIN, ", 'gradientCheckpointing': true"))
        .as("blocks are computed again")
        .isEqualTo(full + 3_200 * 2 * 800);
    assertThat(train(Method.SFT, ""))
        .as("one image, no reference")
        .isEqualTo(3_200 * (3 * 800 + 10));
    assertThat(work(1, Method.SFT, ""))
        .extracting(StageWork::stage)
        .containsExactly(Stage.TRAIN, Stage.EVALUATE);
  }

  private static double train(Method method, String training) {
    return work(1, method, training).stream()
        .filter(stage -> stage.stage() == Stage.TRAIN)
        .mapToDouble(StageWork::flops)
        .sum();
  }

  @Test
  void preparationEncodesBothPicturesOfAPair() {
    StageWork single = work(0, Method.SPIN, "").get(0);
    StageWork pairs = work(0, Method.DPO, "").get(0);

    assertThat(single.count()).isEqualTo(47_654);
    assertThat(single.flops()).isEqualTo(47_654 * 1_100.0);
    assertThat(pairs.count()).isEqualTo(2 * 47_654);
    assertThat(pairs.flops()).isEqualTo(2 * single.flops());
  }

  @Test
  void aManifestTellsTheWorkOfItsModel() {
    assertThat(ModelWork.of(Map.of("modelWork", MODEL.attribute()))).contains(MODEL);
    assertThat(ModelWork.of(Map.of())).isEmpty();
    assertThat(ModelWork.of(Map.of("modelWork", "{}"))).isEmpty();
    assertThat(ModelWork.of(Map.of("modelWork", MODEL.attribute().replace("800.0", "-1"))))
        .isEmpty();
  }
}

package dev.spinrun.trainer.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.cost.StageWork.Inputs;
import dev.spinrun.trainer.stage.LocalRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paper's data set, and the settings of examples/paper-schedule for its first iteration. */
class StageWorkTest {
  private static final ModelWork MODEL = new ModelWork(0.8, 1.1, 2.5, 0.01, 65_536, 3_438, 827);
  private static final Inputs PAPER = new Inputs(851_293, 500);

  @TempDir Path folder;

  private List<StageWork> work(int iteration, Method method, Consumer<ObjectNode> change) {
    LocalRun run = new LocalRun(folder, method, LocalRun.quickstartTraining(50, 0));
    ObjectNode plan = Documents.tree(run.context(1, 0).plan());
    plan.put("iteration", iteration).put("checkpointsKept", 2);
    if (iteration > 0) {
      ObjectNode one = plan.putObject("opponent");
      one.put("iteration", 0).put("candidate", "c").put("candidateDigest", "d");
      one.put("evaluation", "e");
      plan.set("base", one);
      plan.remove("laterReadings");
    }
    plan.withObject("/generate").put("steps", 50).put("guidanceScale", "7.5");
    plan.withObject("/train").put("batchSize", 64).put("microBatchSize", 8).put("ema", "0");
    plan.withObject("/evaluate").put("imagesPerPrompt", 1);
    change.accept(plan);
    byte[] bytes = plan.toString().getBytes(StandardCharsets.UTF_8);
    return StageWork.of(IterationPlan.read(bytes, "plan.json"), MODEL, PAPER);
  }

  @Test
  void anOpponentDrawsWhatIsReadAndATrainingTakesEightPassesForAPair() {
    List<StageWork> stages = work(1, Method.SPIN, plan -> {});

    assertThat(stages)
        .extracting(StageWork::stage)
        .containsExactly(Stage.GENERATE, Stage.TRAIN, Stage.EVALUATE);
    assertThat(stages).extracting(StageWork::count).containsExactly(3_200L, 6_400L, 500L);
    // 50 guided steps, decoded, encoded again, with its caption.
    assertThat(stages.get(0).flops())
        .isCloseTo(3_200 * (100 * 0.8 + 2.5 + 1.1 + 0.01), withPercentage(1e-9));
    assertThat(stages.get(0).bytesStored()).isEqualTo(3_200 * 65_536L);
    // Forward, backward twice, and the reference forward, for both images.
    assertThat(stages.get(1).flops()).isCloseTo(3_200 * (8 * 0.8 + 0.01), withPercentage(1e-9));
    assertThat(stages.get(1).bytesStored()).isEqualTo(3_438 + 827 + 2 * 3 * 3_438L);
    assertThat(stages.get(2).flops())
        .isCloseTo(500 * (100 * 0.8 + 2.5 + 0.01), withPercentage(1e-9));
  }

  @Test
  void noMoreIsDrawnThanThereIs() {
    assertThat(work(1, Method.SPIN, plan -> plan.withObject("/train").put("steps", 1_000_000)))
        .first()
        .returns(851_293L, StageWork::count);
  }

  @Test
  void whatIsLeftOutCostsNothing() {
    double full = train(Method.SPIN, plan -> {});

    assertThat(train(Method.SPIN, p -> p.withObject("/train").withObject("/lora").put("rank", 8)))
        .as("no gradients of the weights")
        .isCloseTo(full - 3_200 * 2 * 0.8, withPercentage(1e-9));
    assertThat(train(Method.SPIN, p -> p.withObject("/train").put("gradientCheckpointing", true)))
        .as("blocks are computed again")
        .isCloseTo(full + 3_200 * 2 * 0.8, withPercentage(1e-9));
    assertThat(train(Method.SFT, plan -> {}))
        .as("one image, no reference")
        .isCloseTo(3_200 * (3 * 0.8 + 0.01), withPercentage(1e-9));
    assertThat(work(1, Method.SFT, plan -> {}))
        .extracting(StageWork::stage)
        .containsExactly(Stage.TRAIN, Stage.EVALUATE);
  }

  private double train(Method method, Consumer<ObjectNode> change) {
    return work(1, method, change).stream()
        .filter(stage -> stage.stage() == Stage.TRAIN)
        .mapToDouble(StageWork::flops)
        .sum();
  }

  @Test
  void preparationEncodesBothPicturesOfAPair() {
    Consumer<ObjectNode> all = plan -> plan.withObject("/prepare").put("examples", "All");
    StageWork single = work(0, Method.SPIN, all).get(0);
    StageWork pairs = work(0, Method.DPO, all).get(0);

    assertThat(single.count()).isEqualTo(851_293);
    assertThat(pairs.count()).isEqualTo(2 * 851_293);
    assertThat(pairs.flops()).isCloseTo(2 * single.flops(), withPercentage(1e-9));
  }

  /** Two iterations of 32,000 and 12,800: what both read is encoded once. */
  @Test
  void preparationEncodesWhatIsReadUnlessAllIsAskedFor() {
    StageWork needed =
        work(
                0,
                Method.SPIN,
                plan -> {
                  ArrayNode readings = plan.putArray("laterReadings");
                  readings.addObject().put("iteration", 1).put("seed", 42).put("examples", 32_000);
                  readings.addObject().put("iteration", 2).put("seed", 42).put("examples", 12_800);
                })
            .get(0);

    assertThat(needed.count()).isBetween(32_001L, 44_800L);
  }
}

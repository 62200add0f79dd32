package dev.spinrun.runstore.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.json.MalformedDocumentException;
import dev.spinrun.runstore.plan.Evaluation.ScorerRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class IterationPlanTest {
  private static final Training TRAINING =
      new Training(
          80,
          16,
          8,
          2,
          true,
          new Lora(4),
          MixedPrecision.BF16,
          1e-4,
          Schedule.CONSTANT,
          10,
          Loss.HINGE,
          PairNoise.INDEPENDENT,
          Opponents.LAST_TWO,
          500,
          200,
          null,
          0.9,
          true,
          0.1,
          20,
          42);

  @Test
  void aPlanComesBackFromItsBytesAsItWas() {
    IterationPlan plan = plan(TRAINING);

    assertThat(IterationPlan.read(Documents.write(plan), "plan.json")).isEqualTo(plan);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    Training bad =
        new Training(
            0,
            16,
            5,
            1,
            false,
            null,
            MixedPrecision.NO,
            -1e-5,
            Schedule.LINEAR,
            10,
            Loss.SIGMOID,
            PairNoise.SHARED,
            Opponents.LATEST,
            500,
            0,
            5.0,
            1,
            false,
            0.1,
            20,
            42);

    assertThatThrownBy(() -> plan(bad))
        .hasMessage(
            "the plan has 5 problems: train.steps must be at least 1 (was 0); train.batchSize must be a"
                + " multiple of train.microBatchSize times train.workers (was 16, 5 and 1);"
                + " train.learningRate must be above 0 (was -1.0E-5); train.ema must be at least 0 and below 1 (was 1.0);"
                + " train.snrGamma is of method Sft only");
  }

  @Test
  void aPlanOfAnotherSchemaIsRefusedAndOneWithUnknownFieldsIsRead() {
    String json = new String(Documents.write(plan(TRAINING)), UTF_8);

    assertThatThrownBy(
            () ->
                IterationPlan.read(
                    json.replace("\"schema\" : 1", "\"schema\" : 2").getBytes(UTF_8), "p"))
        .hasMessageContaining("p has schema 2, this version reads schema 1");
    assertThat(
            IterationPlan.read(json.replaceFirst("\\{", "{\"newer\": true,").getBytes(UTF_8), "p"))
        .isEqualTo(plan(TRAINING));
  }

  @Test
  void whatAPlanLeavesOutHasItsDefault() {
    String today = new String(Documents.write(plan(TRAINING)), UTF_8);
    String lean =
        today
            .replaceFirst("\"eta\" : 0.0,\\s*", "")
            .replaceFirst("\"loss\" : \"Hinge\",\\s*", "")
            .replaceFirst("\"emaWarmup\" : true,\\s*", "")
            .replaceFirst("\"pairNoise\" : \"Independent\",\\s*", "")
            .replaceFirst("\"opponents\" : \"LastTwo\",\\s*", "")
            .replaceFirst("\"mixedPrecision\" : \"Bf16\",\\s*", "")
            .replaceFirst("\"workers\" : 2,\\s*", "")
            .replaceFirst("\"gradientCheckpointing\" : true,\\s*", "");

    assertThat(lean)
        .doesNotContain(
            "\"eta\"", "\"loss\"", "\"snrGamma\"", "\"emaWarmup\"", "\"gradientCheckpointing\"");
    assertThat(IterationPlan.read(lean.getBytes(UTF_8), "p"))
        .returns(0.0, plan -> plan.sampling().eta())
        .returns(Loss.SIGMOID, plan -> plan.training().loss())
        .returns(null, plan -> plan.training().snrGamma())
        .returns(PairNoise.SHARED, plan -> plan.training().pairNoise())
        .returns(Opponents.LATEST, plan -> plan.training().opponents())
        .returns(MixedPrecision.NO, plan -> plan.training().mixedPrecision())
        .returns(1, plan -> plan.training().workers())
        .returns(false, plan -> plan.training().emaWarmup())
        .returns(false, plan -> plan.training().gradientCheckpointing());
  }

  @Test
  void noiseInTheStepsOfASamplerWithoutAnyIsRefused() {
    Sampling pndm = new Sampling(Sampler.PNDM, 10, 0.5, 2.0, 16, 2);

    assertThatThrownBy(() -> plan(TRAINING, pndm))
        .hasMessage(
            "the plan has 1 problem: generate.eta must be 0 unless generate.sampler is Ddim (was"
                + " 0.5)");
  }

  @Test
  void aBrokenPlanIsRefusedWithTheReasonOfItsRule() {
    String json =
        new String(Documents.write(plan(TRAINING)), UTF_8)
            .replace("\"steps\" : 80", "\"steps\" : 0");

    assertThatThrownBy(() -> IterationPlan.read(json.getBytes(UTF_8), "plan.json"))
        .hasMessageContaining("plan.json")
        .hasMessageContaining("train.steps must be at least 1 (was 0)");
  }

  @Test
  void aPlanWithoutRevisionIsTheFirst() {
    IterationPlan plan = plan(TRAINING);
    Revision second = new Revision(1, 0, 3);

    assertThat(plan.revisionOrFirst()).isEqualTo(Revision.FIRST);
    assertThat(plan.revised(TRAINING, second).revisionOrFirst()).isEqualTo(second);
    assertThat(plan.revised(TRAINING, second).revised(TRAINING, Revision.FIRST)).isEqualTo(plan);
    assertThatThrownBy(() -> new Revision(1, 2, null))
        .hasMessage("a revision has 0 <= syntheticOf <= number (was 2 and 1)");
  }

  @Test
  void missingPartsAreNamedAllAtOnce() {
    assertRefused(
        "{\"schema\": 1, \"iteration\": 0}",
        "plan.json is no valid IterationPlan: the plan has 8 problems: run is missing; method is"
            + " missing; storage is missing; modelUri is missing; data is missing; sampling is"
            + " missing; training is missing; evaluation is missing");
  }

  @Test
  void missingFieldsWrongTypesUnknownValuesAndRangesAreToldAtOnce() {
    String json =
        new String(Documents.write(plan(TRAINING)), UTF_8)
            .replaceFirst("\"steps\" : 10,", "")
            .replace("\"beta\" : 500.0", "\"beta\" : \"much\"")
            .replace("\"batchSize\" : 8,", "\"batchSize\" : 0,")
            .replace("\"method\" : \"Spin\"", "\"method\" : \"Magic\"")
            .replace("\"name\" : \"castle\"", "\"name\" : \"../castle\"")
            .replace("\"ClipScore\"", "7")
            .replace("\"imagesPerPrompt\" : 2", "\"imagesPerPrompt\" : 2.5")
            .replace("\"emaWarmup\" : true", "\"emaWarmup\" : [\"secret\"]");

    assertRefused(
        json,
        "plan.json is no valid IterationPlan: the plan has 8 problems:"
            + " method must be one of Spin, Sft, Dpo (was the text \"Magic\");"
            + " sampling.steps is missing;"
            + " training.beta must be a number (was the text \"much\");"
            + " training.emaWarmup must be true or false (was a list);"
            + " evaluation.imagesPerPrompt must be a whole number (was 2.5);"
            + " evaluation.scorers[0].name must be one of ClipScore, PickScore (was 7);"
            + " run must have a namespace, a name and a uid of letters, digits, dots and dashes"
            + " (was \"../castle\");"
            + " data.batchSize must be at least 1 (was 0)");
  }

  @Test
  void whatIsNoJsonIsNotQuoted() {
    assertRefused(
        "{\"schema\": 1,\n \"run\": <script>secret</script>}",
        "plan.json is no JSON (at line 2, column 9). Write it again.");
    assertRefused("", "plan.json is empty. Write it again.");
    assertRefused(
        "[\"secret\"]",
        "plan.json is no valid IterationPlan: the plan has 1 problem: it must be an object (was a"
            + " list)");
    assertRefused(
        "{\"schema\": {\"secret\": 1}}",
        "plan.json has schema an object, this version reads schema 1. Use the same version of"
            + " operator and trainer.");
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> IterationPlan.read(json.getBytes(UTF_8), "plan.json"))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessage(message);
  }

  @Test
  void onlyIterationZeroHasNoOpponent() {
    assertThat(Stage.sequence(Method.SPIN, 0))
        .containsExactly(Stage.PREPARE, Stage.EVALUATE, Stage.PROMOTE);
    assertThat(Stage.sequence(Method.SPIN, 1))
        .containsExactly(Stage.GENERATE, Stage.TRAIN, Stage.EVALUATE, Stage.PROMOTE);
    assertThat(Stage.sequence(Method.SFT, 1))
        .containsExactly(Stage.TRAIN, Stage.EVALUATE, Stage.PROMOTE);
    assertThatThrownBy(() -> plan(TRAINING).requireOpponent())
        .hasMessage("iteration 0 has no opponent");
  }

  private static IterationPlan plan(Training training) {
    return plan(training, new Sampling(Sampler.DDIM, 10, 0.0, 2.0, 16, 2));
  }

  private static IterationPlan plan(Training training, Sampling sampling) {
    return new IterationPlan(
        Documents.SCHEMA,
        new Run("ml", "castle", "uid-1"),
        Method.SPIN,
        0,
        new Storage("s3://spin/runs", null, null),
        "s3://models/base",
        new Data("s3://data/train", 16, 8, "", "", 5),
        sampling,
        training,
        new Evaluation(
            "s3://data/prompts.jsonl",
            42,
            2,
            1,
            List.of(new ScorerRef(ScorerName.CLIP_SCORE, "s3://models/clip")),
            null),
        null,
        null,
        null,
        null,
        null);
  }
}

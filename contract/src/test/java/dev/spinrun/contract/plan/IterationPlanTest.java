package dev.spinrun.contract.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.MalformedDocumentException;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Evaluate;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.contract.settings.Train;
import java.util.List;
import org.junit.jupiter.api.Test;

class IterationPlanTest {
  private static final String TRAIN =
      """
      {"steps": 80, "batchSize": 16, "microBatchSize": 8, "workers": 2, "gradientCheckpointing": true,
       "lora": {"rank": 4}, "mixedPrecision": "Bf16", "learningRate": "1e-4", "schedule": "Constant",
       "warmupSteps": 10, "loss": "Hinge", "pairNoise": "Independent", "opponents": "LastTwo",
       "beta": "500", "sftWeight": "200", "ema": "0.9", "emaWarmup": true, "promptDropout": "0.1",
       "checkpointEverySteps": 20, "seed": 42}
      """;

  @Test
  void aPlanComesBackFromItsBytesAsItWas() {
    IterationPlan plan = plan(train(TRAIN));

    assertThat(IterationPlan.read(Documents.write(plan), "plan.json")).isEqualTo(plan);
  }

  @Test
  void allProblemsAreToldAtOnce() {
    Train bad = train("{'steps': 0, 'learningRate': '-1e-5', 'snrGamma': '5', 'ema': '1'}");

    assertThatThrownBy(() -> plan(bad))
        .hasMessage(
            "the plan has 4 problems: train.steps must be in 1..1000000 (was 0);"
                + " train.learningRate must be above 0 (was -1e-5);"
                + " train.ema must be at least 0 and below 1 (was 1);"
                + " train.snrGamma is of method Sft only");
  }

  @Test
  void aBatchIsDividedAmongWorkersWithoutRest() {
    assertThatThrownBy(() -> plan(train("{'batchSize': 16, 'microBatchSize': 5}")))
        .hasMessage(
            "the plan has 1 problem: train.batchSize must be a multiple of train.microBatchSize times"
                + " train.workers (was 16, 5 and 1)");
  }

  @Test
  void aPlanOfAnotherSchemaIsRefusedAndOneWithUnknownFieldsIsRead() {
    String json = new String(Documents.write(plan(train(TRAIN))), UTF_8);

    assertThatThrownBy(
            () ->
                IterationPlan.read(
                    json.replace("\"schema\" : 1", "\"schema\" : 2").getBytes(UTF_8), "p"))
        .hasMessageContaining("p has schema 2, this version reads schema 1");
    assertThat(
            IterationPlan.read(json.replaceFirst("\\{", "{\"newer\": true,").getBytes(UTF_8), "p"))
        .isEqualTo(plan(train(TRAIN)));
  }

  @Test
  void noiseInTheStepsOfASamplerWithoutAnyIsRefused() {
    Generate pndm = settings(Generate.class, "{'sampler': 'Pndm', 'eta': '0.5'}");

    assertThatThrownBy(() -> plan(train(TRAIN), pndm))
        .hasMessage(
            "the plan has 1 problem: generate.eta must be 0 unless generate.sampler is Ddim (was"
                + " 0.5)");
  }

  @Test
  void aBrokenPlanIsRefusedWithTheReasonOfItsRule() {
    String json =
        new String(Documents.write(plan(train(TRAIN))), UTF_8)
            .replace("\"steps\" : 80", "\"steps\" : 0");

    assertThatThrownBy(() -> IterationPlan.read(json.getBytes(UTF_8), "plan.json"))
        .hasMessageContaining("plan.json")
        .hasMessageContaining("train.steps must be in 1..1000000 (was 0)");
  }

  @Test
  void aPlanWithoutRevisionIsTheFirst() {
    IterationPlan plan = plan(train(TRAIN));
    Revision second = new Revision(1, 0, 3);

    assertThat(plan.revisionOrFirst()).isEqualTo(Revision.FIRST);
    assertThat(plan.revised(train(TRAIN), second).revisionOrFirst()).isEqualTo(second);
    assertThat(plan.revised(train(TRAIN), second).revised(train(TRAIN), Revision.FIRST))
        .isEqualTo(plan);
    assertThatThrownBy(() -> new Revision(1, 2, null))
        .hasMessage("a revision has 0 <= amends <= number (was 2 and 1)");
  }

  @Test
  void missingPartsAreNamedAllAtOnce() {
    assertRefused(
        "{\"schema\": 1, \"iteration\": 0}",
        "plan.json is no valid IterationPlan: the plan has 10 problems: run is missing; method is"
            + " missing; storage is missing; modelUri is missing; data is missing; prepare is"
            + " missing; generate is missing; train is missing; evaluate is missing;"
            + " checkpointsKept is missing");
  }

  @Test
  void missingFieldsWrongTypesUnknownValuesAndRangesAreToldAtOnce() {
    String json =
        new String(Documents.write(plan(train(TRAIN))), UTF_8)
            .replaceFirst("\"steps\" : 10,", "")
            .replace("\"beta\" : \"500\"", "\"beta\" : \"much\"")
            .replaceFirst("\"batchSize\" : 8,(\\s+\"examples\")", "\"batchSize\" : 0,$1")
            .replace("\"method\" : \"Spin\"", "\"method\" : \"Magic\"")
            .replace("\"name\" : \"castle\"", "\"name\" : \"../castle\"")
            .replace("\"ClipScore\"", "7")
            .replace("\"imagesPerPrompt\" : 2", "\"imagesPerPrompt\" : 2.5")
            .replace("\"emaWarmup\" : true", "\"emaWarmup\" : [\"secret\"]");

    assertRefused(
        json,
        "plan.json is no valid IterationPlan: the plan has 8 problems:"
            + " method must be one of Spin, Sft, Dpo (was the text \"Magic\");"
            + " generate.steps is missing;"
            + " train.beta must be a number like \"0.5\" or \"2e-5\", as text (was the text \"much\");"
            + " train.emaWarmup must be true or false (was a list);"
            + " evaluate.imagesPerPrompt must be a whole number (was 2.5);"
            + " evaluate.scorers[0].name must be one of ClipScore, PickScore (was 7);"
            + " run must have a namespace, a name and a uid of letters, digits, dots and dashes"
            + " (was \"../castle\");"
            + " prepare.batchSize must be in 1..1024 (was 0)");
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
    assertThatThrownBy(() -> plan(train(TRAIN)).requireOpponent())
        .hasMessage("iteration 0 has no opponent");
  }

  private static IterationPlan plan(Train train) {
    return plan(
        train,
        settings(
            Generate.class, "{'steps': 10, 'guidanceScale': '2', 'batchSize': 16, 'workers': 2}"));
  }

  private static IterationPlan plan(Train train, Generate generate) {
    return new IterationPlan(
        Documents.SCHEMA,
        new Run("ml", "castle", "uid-1"),
        Method.SPIN,
        0,
        new Storage("s3://spin/runs", null, null),
        "s3://models/base",
        settings(Data.class, "{'uri': 's3://data/train', 'resolution': 16, 'maxSkipped': 5}"),
        settings(Prepare.class, "{}"),
        generate,
        train,
        settings(
            Evaluate.class,
            "{'prompts': 's3://data/prompts.jsonl', 'imagesPerPrompt': 2,"
                + " 'scorers': [{'name': 'ClipScore', 'uri': 's3://models/clip'}]}"),
        null,
        null,
        null,
        null,
        null,
        2,
        List.of(new Reading(1, 42, 32_000)));
  }

  private static Train train(String json) {
    return settings(Train.class, json);
  }

  private static <T extends Record> T settings(Class<T> type, String json) {
    return Settings.of(type, (ObjectNode) Documents.value(json.replace('\'', '"')));
  }
}

package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Evaluate;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.contract.settings.Train;
import dev.spinrun.operator.SpinRuns;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A plan freezes every setting, and nothing that Kubernetes alone needs. Each field is changed
 * alone; a new one is found by itself.
 */
class SettingsInThePlanTest {
  private static final Map<String, Class<? extends Record>> SETTINGS =
      Map.of(
          "storage", Storage.class,
          "data", Data.class,
          "prepare", Prepare.class,
          "generate", Generate.class,
          "train", Train.class,
          "evaluate", Evaluate.class);

  /** Values for fields that have none in the spec, or whose value is a text with a form. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "storage.uri", "'s3://other/runs'",
          "storage.endpoint", "'http://other:9000'",
          "storage.region", "'eu-central-1'",
          "data.uri", "'s3://bucket/other'",
          "data.imageField", "'picture'",
          "data.captionField", "'words'",
          "train.lora", "{'rank': 8}",
          "train.snrGamma", "'5'",
          "evaluate.prompts", "'s3://bucket/other.jsonl'",
          "evaluate.scorers", "[{'name': 'PickScore', 'uri': 's3://bucket/pick'}]");

  static Stream<Arguments> settings() {
    return SETTINGS.entrySet().stream()
        .flatMap(
            part ->
                Arrays.stream(part.getValue().getRecordComponents())
                    .map(field -> Arguments.of(part.getKey(), field)));
  }

  @ParameterizedTest(name = "{0}.{1}")
  @MethodSource("settings")
  void aSettingThatIsChangedAloneChangesThePlan(String part, RecordComponent field) {
    String name = part + "." + field.getName();
    ObjectNode run = run();
    if (name.equals("train.snrGamma")) {
      run.withObject("/spec").put("method", "Sft");
    }
    byte[] before = plan(run);
    ObjectNode settings = run.withObject("/spec/" + part);
    settings.set(field.getName(), changed(name, field, settings.get(field.getName())));

    assertThat(plan(run)).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prepare': {'activeDeadline': '1h', 'resources': {'limits': {'cpu': 1}}}}",
        "{'generate': {'activeDeadline': '1h', 'resources': {'limits': {'cpu': 1}}}}",
        "{'train': {'activeDeadline': '1h', 'resources': {'requests': {'memory': '1Gi'}}}}",
        "{'evaluate': {'activeDeadline': '1h', 'resources': {'limits': {'cpu': 1}}}}",
        "{'activeDeadline': '5h', 'suspend': true, 'iterations': 9, 'budget': {'gpuHours': 5}}",
        "{'storage': {'credentialsSecret': 'other'}}",
        "{'failurePolicy': {'infrastructureRetries': 1, 'backoff': '1m', 'divergence': {'retries': 3}}}",
        "{'pod': {'serviceAccountName': 'other', 'env': [{'name': 'A', 'value': 'b'}]}}",
        "{'retention': {'syntheticData': 'Drop', 'onDelete': 'Delete'}}"
      })
  void whatKubernetesAloneNeedsIsInNoPlan(String change) {
    ObjectNode run = run();
    byte[] before = plan(run);
    merge(run.withObject("/spec"), json(change));

    assertThat(plan(run)).isEqualTo(before);
  }

  private static JsonNode changed(String name, RecordComponent field, JsonNode value) {
    if (TEXTS.containsKey(name)) {
      return json(TEXTS.get(name));
    }
    if (field.getType().isEnum()) {
      List<String> names =
          Arrays.stream(field.getType().getEnumConstants())
              .map(constant -> Documents.text((Enum<?>) constant))
              .toList();
      int next = (names.indexOf(value.asText()) + 1) % names.size();
      return json("'" + names.get(next) + "'");
    }
    if (field.getType() == Decimal.class) {
      double number = value.asDouble();
      return json("'" + (number == 0 ? 0.5 : number / 2) + "'");
    }
    if (field.getType() == boolean.class) {
      return json(String.valueOf(!value.asBoolean()));
    }
    // Twice as much keeps every batch a multiple of what it must be one of.
    return json(String.valueOf(value.asInt() == 0 ? 1 : 2 * value.asInt()));
  }

  private static ObjectNode run() {
    return (ObjectNode)
        json(
            Serialization.asJson(
                SpinRuns.of(SpinRuns.SMALL.replace("batchSize: 4", "batchSize: 64"))));
  }

  private static byte[] plan(ObjectNode run) {
    return Documents.write(Plans.of(SpinRuns.of(run.toString()), 1).plan());
  }

  private static JsonNode json(String text) {
    return Documents.value(text.startsWith("{\"") ? text : text.replace('\'', '"'));
  }

  private static void merge(ObjectNode into, JsonNode change) {
    change
        .properties()
        .forEach(
            field -> {
              if (into.get(field.getKey()) instanceof ObjectNode below
                  && field.getValue().isObject()) {
                merge(below, field.getValue());
              } else {
                into.set(field.getKey(), field.getValue());
              }
            });
  }
}

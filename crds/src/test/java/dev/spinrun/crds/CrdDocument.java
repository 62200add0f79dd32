package dev.spinrun.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.schema.DecimalBounds;
import dev.spinrun.contract.schema.Formats;
import dev.spinrun.contract.schema.Overrides;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.IterationOverride;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The CRD as generated from the Java types, completed by what no annotation can say: the order of
 * the printer columns, lists that are maps, and that a field with a default need not be given.
 */
final class CrdDocument {
  static final String FILE_NAME = "spinruns.spinrun.dev-v1.yml";

  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.SPLIT_LINES));

  /** Lists whose items have a key, by property name. */
  private static final Map<String, String> LIST_KEYS =
      Map.of(
          "conditions", "type",
          "iterations", "number",
          "overrides", "iteration",
          "scorers", "name",
          "env", "name",
          "imagePullSecrets", "name");

  /** A column of {@code kubectl get}; priority 1 is shown by {@code -o wide} only. */
  private record Column(String name, String type, String path, int priority) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("PHASE", "string", ".status.phase", 0),
          new Column("ITERATION", "string", ".status.iterationText", 0),
          new Column("STAGE", "string", ".status.current.stage", 0),
          new Column("PROGRESS", "string", ".status.current.progress.text", 0),
          new Column("WIN-RATE", "string", ".status.candidate.winRate", 0),
          new Column("OPPONENT", "integer", ".status.opponent.iteration", 0),
          new Column("AGE", "date", ".metadata.creationTimestamp", 0),
          new Column("METHOD", "string", ".spec.method", 1),
          new Column("SCORE", "string", ".status.candidate.score", 1),
          new Column("GPU-SECONDS", "integer", ".status.totals.gpuSecondsUseful", 1),
          new Column("MESSAGE", "string", ".status.message", 1));

  private final ObjectNode tree;

  private static final String VALUES = "{values}";

  private CrdDocument(ObjectNode tree) {
    this.tree = tree;
  }

  static CrdDocument generate() throws IOException {
    Path folder = Files.createTempDirectory("crd");
    new CRDGenerator()
        .inOutputDir(folder.toFile())
        .customResourceClasses(SpinRun.class)
        .forCRDVersions("v1")
        .generate();
    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.filter(f -> f.toString().endsWith(".yml")).findFirst().orElseThrow();
      ObjectNode tree = (ObjectNode) YAML.readTree(file.toFile());
      complete(tree);
      return new CrdDocument(tree);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
      }
    }
  }

  String yaml() throws IOException {
    return "# Generated from the types of the module crds; a test keeps both equal.\n"
        + YAML.writeValueAsString(tree);
  }

  String compactJson() {
    return tree.toString();
  }

  ObjectNode schema() {
    return (ObjectNode) version(tree).at("/schema/openAPIV3Schema");
  }

  private static ObjectNode version(ObjectNode tree) {
    return (ObjectNode) tree.at("/spec/versions/0");
  }

  private static void complete(ObjectNode tree) {
    ObjectNode version = version(tree);
    ArrayNode columns = version.putArray("additionalPrinterColumns");
    for (Column column : COLUMNS) {
      ObjectNode node = columns.addObject();
      node.put("name", column.name()).put("type", column.type()).put("jsonPath", column.path());
      if (column.priority() > 0) {
        node.put("priority", column.priority());
      }
    }
    ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
    ObjectNode described = schema.objectNode();
    described.put(
        "description",
        "Fine-tunes a text-to-image diffusion model by self-play, iteration after iteration:"
            + " each promoted checkpoint is the opponent of the next one.");
    described.setAll(schema);
    ((ObjectNode) version.get("schema")).set("openAPIV3Schema", described);
    described.putArray("required").add("spec");
    ObjectNode spec = (ObjectNode) described.at("/properties/spec");
    completeSchema(spec, "spec", SpinRunSpec.class);
    completeSchema((ObjectNode) described.at("/properties/status"), "status", SpinRunStatus.class);
    dropRepeatedRules(described);
    deriveOverrides(spec);
  }

  private static void completeSchema(ObjectNode schema, String name, @Nullable Class<?> type) {
    flatten(schema, type);
    wholeNumbers(schema);
    dropRepeatedRules(schema);
    sayFormInWords(schema, name);
    if (schema.has("default") && schema.has("properties")) {
      // The generator turns {} into an instance and writes its zeros: they would win over the
      // defaults of the fields.
      schema.putObject("default");
    }
    JsonNode properties = schema.path("properties");
    properties
        .properties()
        .forEach(
            property -> {
              ObjectNode child = (ObjectNode) property.getValue();
              String key = LIST_KEYS.get(property.getKey());
              if (key != null && child.path("type").asText().equals("array")) {
                asMap(child, key);
              }
              RecordComponent component = component(type, property.getKey());
              boundDecimal(child, property.getKey(), component);
              describeValues(child, component);
              completeSchema(child, property.getKey(), typeOf(component));
            });
    if (schema.has("items")) {
      completeSchema((ObjectNode) schema.get("items"), name, type);
    }
    if (schema.path("additionalProperties").isObject()) {
      completeSchema((ObjectNode) schema.get("additionalProperties"), name, null);
    }
    dropRequiredWithDefault(schema, properties);
  }

  private static @Nullable RecordComponent component(@Nullable Class<?> type, String name) {
    return type == null || !type.isRecord()
        ? null
        : Arrays.stream(type.getRecordComponents())
            .filter(component -> component.getName().equals(name))
            .findFirst()
            .orElse(null);
  }

  /** The type of a component, or of the items of a list. */
  private static @Nullable Class<?> typeOf(@Nullable RecordComponent component) {
    if (component == null) {
      return null;
    }
    return component.getGenericType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?> item
        ? item
        : component.getType();
  }

  /** The generator does not know that the parts of a record can lie flat in it. */
  private static void flatten(ObjectNode schema, @Nullable Class<?> type) {
    if (type == null
        || !type.isRecord()
        || Arrays.stream(type.getRecordComponents()).noneMatch(CrdDocument::isFlat)) {
      return;
    }
    ObjectNode flat = schema.objectNode();
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode property = schema.get("properties").get(component.getName());
      if (isFlat(component)) {
        completeSchema((ObjectNode) property, component.getName(), component.getType());
        flat.setAll((ObjectNode) property.get("properties"));
        for (String list : List.of("required", "x-kubernetes-validations")) {
          if (property.has(list)) {
            schema.withArray(list).addAll((ArrayNode) property.get(list));
          }
        }
      } else {
        flat.set(component.getName(), property);
      }
    }
    schema.set("properties", flat);
    sort(flat);
    sort(schema);
  }

  /** By name, as the generator does. */
  private static void sort(ObjectNode node) {
    Map<String, JsonNode> fields = new TreeMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    node.removeAll();
    node.setAll(fields);
  }

  private static boolean isFlat(RecordComponent component) {
    return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
  }

  /** What each value of an enum means is said at the value, and put where {values} stands. */
  private static void describeValues(ObjectNode schema, @Nullable RecordComponent component) {
    String description = schema.path("description").asText();
    if (component == null || !description.contains(VALUES)) {
      return;
    }
    String values =
        Arrays.stream(component.getType().getFields())
            .map(
                value ->
                    "%s: %s."
                        .formatted(
                            value.getAnnotation(JsonProperty.class).value(),
                            value.getAnnotation(JsonPropertyDescription.class).value()))
            .collect(Collectors.joining(" "));
    schema.put("description", description.replace(VALUES, values));
  }

  private static void boundDecimal(
      ObjectNode schema, String name, @Nullable RecordComponent component) {
    if (component == null || component.getType() != Decimal.class) {
      return;
    }
    DecimalBounds bounds = DecimalBounds.of(component);
    schema.put("maxLength", Decimal.MAX_LENGTH);
    schema.put("pattern", bounds.areUnsigned() ? Decimal.UNSIGNED : Decimal.SIGNED);
    if (!bounds.rule().isEmpty()) {
      schema
          .withArray("x-kubernetes-validations")
          .addObject()
          .put("message", name + " must be " + bounds.inWords())
          .put("rule", bounds.rule());
    }
    sort(schema);
  }

  /** An override has the fields of the settings that it changes, none of them with a default. */
  private static void deriveOverrides(ObjectNode spec) {
    ObjectNode override = (ObjectNode) spec.at("/properties/overrides/items/properties");
    for (RecordComponent part : IterationOverride.class.getRecordComponents()) {
      Overrides overrides = part.getAnnotation(Overrides.class);
      if (overrides != null) {
        String name = part.getName();
        ObjectNode fields = override.withObject("/" + name);
        fields.retain("description");
        fields.put("type", "object");
        for (RecordComponent field : Settings.overridable(overrides.value())) {
          ObjectNode copy =
              spec.at("/properties/%s/properties/%s".formatted(name, field.getName())).deepCopy();
          copy.remove("default");
          copy.put("description", "As spec.%s.%s.".formatted(name, field.getName()));
          fields.withObject("/properties").set(field.getName(), copy);
        }
        sort((ObjectNode) fields.get("properties"));
        sort(fields);
      }
    }
  }

  /** The generator writes bounds of integers as 1.0. */
  private static void wholeNumbers(ObjectNode schema) {
    for (String bound : List.of("minimum", "maximum")) {
      JsonNode value = schema.get(bound);
      if (value != null && value.doubleValue() == value.intValue()) {
        schema.set(bound, IntNode.valueOf(value.intValue()));
      }
    }
  }

  /** The generator finds the annotations of a record's component on its field and its accessor. */
  private static void dropRepeatedRules(ObjectNode schema) {
    if (schema.has("x-kubernetes-validations")) {
      Set<JsonNode> rules = new LinkedHashSet<>();
      schema.get("x-kubernetes-validations").forEach(rules::add);
      schema.putArray("x-kubernetes-validations").addAll(rules);
    }
  }

  /** A pattern would be shown to the user as it is. It comes first: other rules need the form. */
  private static void sayFormInWords(ObjectNode schema, String name) {
    String words = Formats.IN_WORDS.get(schema.path("pattern").asText());
    if (words == null) {
      return;
    }
    String form = "self.matches(r'%s')".formatted(schema.remove("pattern").asText());
    ArrayNode rules = schema.withArray("x-kubernetes-validations");
    if (rules.isEmpty()) {
      rules.addObject().put("message", name + " must be " + words).put("rule", form);
      return;
    }
    for (JsonNode node : rules) {
      ObjectNode rule = (ObjectNode) node;
      rule.put("message", rule.path("message").asText() + "; it must be " + words);
      rule.put("rule", "%s && (%s)".formatted(form, rule.path("rule").asText()));
    }
  }

  private static void asMap(ObjectNode list, String key) {
    list.put("x-kubernetes-list-type", "map");
    list.putArray("x-kubernetes-list-map-keys").add(key);
    ObjectNode item = (ObjectNode) list.get("items");
    ArrayNode required = item.withArray("required");
    for (JsonNode name : required) {
      if (name.asText().equals(key)) {
        return;
      }
    }
    required.add(key);
  }

  private static void dropRequiredWithDefault(ObjectNode schema, JsonNode properties) {
    if (!schema.has("required")) {
      return;
    }
    ArrayNode kept = schema.arrayNode();
    for (JsonNode name : schema.get("required")) {
      if (!properties.path(name.asText()).has("default")) {
        kept.add(name);
      }
    }
    if (kept.isEmpty()) {
      schema.remove("required");
    } else {
      schema.set("required", kept);
    }
  }
}

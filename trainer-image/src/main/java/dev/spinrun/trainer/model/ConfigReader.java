package dev.spinrun.trainer.model;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reads a JSON configuration field by field and collects every problem before it complains.
 *
 * <p>A field that nobody asked for is a problem too: it might change the network in a way that we
 * do not know.
 */
public final class ConfigReader {
  /** Python writes -Infinity, which JSON has no word for. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** A value of a field may be any JSON. */
  private static final int PROBLEM_CHARS = 300;

  private final String where;
  private final JsonNode root;
  private final Set<String> known = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private ConfigReader(String where, JsonNode root) {
    this.where = where;
    this.root = root;
  }

  /** Begins to read a file. */
  public static ConfigReader open(Path file) {
    try {
      return of(file.toString(), JSON.readTree(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      throw new UnusableModelException(
          "The configuration %s is missing. Take all files of the folder from one model."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new UnusableModelException(
          "The configuration %s is no JSON. Download it again.".formatted(file), e);
    }
  }

  /** Begins to read a JSON object; {@code where} names it in messages. */
  public static ConfigReader of(String where, JsonNode root) {
    if (!root.isObject()) {
      throw new UnusableModelException(where + " is no JSON object; a model configuration is one.");
    }
    return new ConfigReader(where, root);
  }

  /**
   * A part of the configuration whose fields another part overrides. Mirrors: transformers 4
   * CLIPConfig, where the values of text_config_dict win over those of text_config.
   */
  public ConfigReader child(String name, String overriding) {
    ObjectNode merged = JSON.createObjectNode();
    for (String part : List.of(name, overriding)) {
      List.copyOf(field(part, JSON.createObjectNode()).properties())
          .forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
    }
    return new ConfigReader(where + " " + name, merged);
  }

  /** A positive integer. */
  public int count(String name, int otherwise) {
    return one(
        name, number(otherwise), ConfigReader::isCount, JsonNode::intValue, "a positive integer");
  }

  /** An integer of any sign. */
  public int integer(String name, int otherwise) {
    return one(name, number(otherwise), JsonNode::isInt, JsonNode::intValue, "an integer");
  }

  /** A finite number. */
  public double number(String name, double otherwise) {
    return one(
        name,
        JsonNodeFactory.instance.numberNode(otherwise),
        value -> value.isNumber() && Double.isFinite(value.doubleValue()),
        JsonNode::doubleValue,
        "a number");
  }

  /** True or false. */
  public boolean flag(String name, boolean otherwise) {
    return one(
        name,
        JsonNodeFactory.instance.booleanNode(otherwise),
        JsonNode::isBoolean,
        JsonNode::booleanValue,
        "true or false");
  }

  /** One of several texts, or the other where the field is absent. */
  public String oneOf(String name, String otherwise, Collection<String> allowed) {
    return one(
        name,
        JsonNodeFactory.instance.textNode(otherwise),
        value -> allowed.contains(value.asText()) || value.asText().equals(otherwise),
        JsonNode::asText,
        "one of " + allowed);
  }

  /** A list of positive integers, not empty. */
  public List<Integer> counts(String name, List<Integer> otherwise) {
    return several(
        name, otherwise, ConfigReader::isCount, JsonNode::intValue, "must hold positive integers");
  }

  /** A list of numbers, not empty. */
  public List<Double> numbers(String name, List<Double> otherwise) {
    return several(name, otherwise, JsonNode::isNumber, JsonNode::doubleValue, "must hold numbers");
  }

  /** A list of texts, each one of several, not empty. */
  public List<String> listOf(String name, List<String> otherwise, Collection<String> allowed) {
    return several(
        name,
        otherwise,
        value -> allowed.contains(value.asText()),
        JsonNode::asText,
        "may hold only " + allowed);
  }

  /** The class that wrote the file, or nothing. */
  public String className() {
    return root.path("_class_name").asText("");
  }

  /** Whether a field holds a list; some hold one number for all levels or a list. */
  public boolean isList(String name) {
    return root.path(name).isArray();
  }

  /** A length that is written as a number or as an object with a field of that number. */
  public int sizeOf(String name, String part, int otherwise) {
    Function<JsonNode, JsonNode> size = value -> value.isObject() ? value.path(part) : value;
    return one(
        name,
        number(otherwise),
        value -> isCount(size.apply(value)),
        value -> size.apply(value).intValue(),
        "a positive integer or hold one in " + part);
  }

  /** Refuses every number that differs from this one by more than a rounding of its decimals. */
  public void requireNear(String name, double only) {
    double value = number(name, only);
    if (Math.abs(value - only) > 1e-6 * Math.abs(only)) {
      problems.add(name + " is supported only as " + only + " (was " + value + ")");
    }
  }

  /** Refuses every value but this one; absent or null count as it. */
  public void require(String name, Object only) {
    problems.addAll(unlike(Map.of(name, only)));
  }

  /** What stands in the file for these fields but other values, without refusing the file. */
  public List<String> unlike(Map<String, Object> only) {
    List<String> others = new ArrayList<>();
    new TreeMap<>(only)
        .forEach(
            (name, one) -> {
              JsonNode expected = JSON.valueToTree(one);
              JsonNode value = field(name, expected);
              boolean equal =
                  (value.isNumber() && expected.isNumber())
                      ? value.doubleValue() == expected.doubleValue()
                      : value.equals(expected);
              if (!equal) {
                others.add(name + " is supported only as " + expected + " (was " + value + ")");
              }
            });
    return others;
  }

  /** Refuses every value but null; for features that are switched on by a value. */
  public void requireAbsent(String... names) {
    for (String name : names) {
      JsonNode value = field(name, JsonNodeFactory.instance.nullNode());
      if (!value.isNull()) {
        problems.add(name + " is not supported (was " + value + ")");
      }
    }
  }

  /** Fields that cannot change what the network computes. */
  public void ignore(Collection<String> names) {
    known.addAll(names);
  }

  /** Adds a problem that concerns several fields. */
  public void problem(String text) {
    problems.add(text);
  }

  /** Throws one exception with all problems, unknown fields included, or does nothing. */
  public void finish() {
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name) && !name.startsWith("_") && !root.get(name).isNull()) {
                problems.add(name + " is unknown (was " + root.get(name) + ")");
              }
            });
    if (!problems.isEmpty()) {
      throw new UnusableModelException(
          "%s has %d problem%s: %s. Built are the architectures of Stable Diffusion 1.x and 2.x, and of CLIP with both towers; take such a model."
              .formatted(
                  where,
                  problems.size(),
                  problems.size() == 1 ? "" : "s",
                  problems.stream()
                      .map(problem -> Excerpt.of(problem, PROBLEM_CHARS))
                      .collect(Collectors.joining("; "))));
    }
  }

  private static boolean isCount(JsonNode value) {
    return value.isInt() && value.intValue() >= 1;
  }

  private static JsonNode number(int value) {
    return JsonNodeFactory.instance.numberNode(value);
  }

  private <T> T one(
      String name,
      JsonNode otherwise,
      Predicate<JsonNode> isAllowed,
      Function<JsonNode, T> as,
      String whatItMustBe) {
    JsonNode value = field(name, otherwise);
    if (isAllowed.test(value)) {
      return as.apply(value);
    }
    problems.add("%s must be %s (was %s)".formatted(name, whatItMustBe, value));
    return as.apply(otherwise);
  }

  private <T> List<T> several(
      String name,
      List<T> otherwise,
      Predicate<JsonNode> isAllowed,
      Function<JsonNode, T> as,
      String whatItHolds) {
    JsonNode values = field(name, JSON.valueToTree(otherwise));
    if (!values.isArray() || values.isEmpty()) {
      problems.add("%s must be a list that is not empty (was %s)".formatted(name, values));
      return otherwise;
    }
    for (JsonNode value : values) {
      if (!isAllowed.test(value)) {
        problems.add("%s %s (has %s)".formatted(name, whatItHolds, value));
        return otherwise;
      }
    }
    return StreamSupport.stream(values.spliterator(), false).map(as).toList();
  }

  private JsonNode field(String name, JsonNode otherwise) {
    known.add(name);
    JsonNode value = root.get(name);
    return value == null || value.isNull() ? otherwise : value;
  }
}

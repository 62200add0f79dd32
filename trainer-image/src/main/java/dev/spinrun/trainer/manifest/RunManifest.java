package dev.spinrun.trainer.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.spinrun.contract.json.Document;
import dev.spinrun.contract.life.BaseModel;
import dev.spinrun.contract.life.PlanFactory;
import dev.spinrun.contract.life.RunSettings;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * A SpinRun's manifest as an API server would store it: what is left out has the default of the
 * CRD.
 */
public record RunManifest(Run run, RunSettings settings, BaseModel model) {
  private static final String CRD = "/spinruns.spinrun.dev-v1.yml";
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * The manifest in this YAML.
   *
   * @param where names it in errors
   * @throws IllegalArgumentException if it is not a SpinRun, naming every field that does not fit
   */
  public static RunManifest read(byte[] yaml, String where) {
    JsonNode tree;
    try {
      tree = YAML.readTree(yaml);
    } catch (IOException e) {
      throw new IllegalArgumentException(where + " is no YAML. Write it again.", e);
    }
    if (!(tree.path("spec") instanceof ObjectNode spec)
        || !tree.path("kind").asText().equals("SpinRun")) {
      throw new IllegalArgumentException(
          where + " is no manifest of a SpinRun: kind SpinRun with a spec is due.");
    }
    complete(schema(), spec);
    ObjectNode flat = spec.deepCopy();
    flat.set("checkpointsKept", spec.at("/retention/checkpoints"));
    if (!flat.has("overrides")) {
      flat.putArray("overrides");
    }
    JsonNode metadata = tree.path("metadata");
    return new RunManifest(
        new Run(
            metadata.path("namespace").asText("default"), metadata.path("name").asText("-"), "-"),
        Document.of(flat, where).as(RunSettings.class),
        new BaseModel(spec.at("/model/uri").asText("another run's opponent"), null));
  }

  private static JsonNode schema() {
    try (InputStream crd = RunManifest.class.getResourceAsStream(CRD)) {
      return YAML.readTree(Objects.requireNonNull(crd))
          .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Kubernetes does: fields that a default brings in have their own defaults filled in, too. */
  private static void complete(JsonNode schema, ObjectNode value) {
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode standard = property.getValue().path("default");
              if (!value.has(property.getKey()) && !standard.isMissingNode()) {
                value.set(property.getKey(), standard.deepCopy());
              }
              JsonNode child = value.path(property.getKey());
              if (child instanceof ObjectNode object) {
                complete(property.getValue(), object);
              } else if (child instanceof ArrayNode list) {
                list.forEach(item -> completeItem(property.getValue().path("items"), item));
              }
            });
  }

  private static void completeItem(JsonNode schema, JsonNode item) {
    if (item instanceof ObjectNode object) {
      complete(schema, object);
    }
  }

  /**
   * The plans of all its iterations, the base model's among them.
   *
   * @throws IllegalArgumentException naming every problem of the first iteration that has one
   */
  public List<IterationPlan> plans() {
    return new PlanFactory(run, settings, model).foreseen();
  }
}

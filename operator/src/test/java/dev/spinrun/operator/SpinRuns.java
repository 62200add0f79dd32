package dev.spinrun.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** SpinRuns as an API server hands them out: with the defaults of the CRD. */
public final class SpinRuns {
  static final Path CRD = Path.of("../crds/spinruns.spinrun.dev-v1.yml");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private SpinRuns() {}

  /** A run of two iterations. */
  public static final String SMALL =
      """
      apiVersion: spinrun.dev/v1alpha1
      kind: SpinRun
      metadata: {name: castle, namespace: ml, uid: 11111111-2222-3333-4444-555555555555, generation: 1}
      spec:
        iterations: 2
        storage: {uri: s3://bucket/runs, endpoint: 'http://minio:9000', credentialsSecret: s3}
        model: {uri: s3://bucket/model}
        data: {uri: s3://bucket/data, resolution: 64}
        generate: {workers: 2}
        train: {steps: 4, batchSize: 4, microBatchSize: 2, resources: {limits: {memory: 4Gi}}}
        evaluate:
          prompts: s3://bucket/prompts.jsonl
          scorers: [{name: ClipScore, uri: 's3://bucket/clip'}]
      """;

  /** The run in this YAML, with defaults. */
  public static SpinRun of(String yaml) {
    try {
      ObjectNode run = (ObjectNode) YAML.readTree(yaml);
      JsonNode schema = YAML.readTree(CRD.toFile()).at("/spec/versions/0/schema/openAPIV3Schema");
      applyDefaults(schema, run);
      return Serialization.unmarshal(run.toString(), SpinRun.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void applyDefaults(JsonNode schema, ObjectNode object) {
    schema
        .path("properties")
        .properties()
        .forEach(
            p -> {
              if (!object.has(p.getKey()) && p.getValue().has("default")) {
                object.set(p.getKey(), p.getValue().get("default").deepCopy());
              }
              if (object.path(p.getKey()) instanceof ObjectNode child) {
                applyDefaults(p.getValue(), child);
              }
            });
  }
}

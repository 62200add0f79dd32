package dev.spinrun.crds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdTest {
  /**
   * A quarter of what fits: client-side kubectl apply stores the object in an annotation, and those
   * end at 256 KiB.
   */
  private static final int MAX_BYTES = 64 << 10;

  private static final Path COMMITTED = Path.of(CrdDocument.FILE_NAME);
  private static final Path REFERENCE = Path.of("../docs/api-reference.md");

  @Test
  void theCommittedCrdEqualsTheTypes() throws IOException {
    assertCommitted(COMMITTED, CrdDocument.generate().yaml());
  }

  @Test
  void theReferencePageEqualsTheCrd() throws IOException {
    assertCommitted(REFERENCE, new ApiReference(CrdDocument.generate().schema()).page());
  }

  @Test
  void theCrdStaysSmall() throws IOException {
    assertThat(CrdDocument.generate().compactJson().getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(MAX_BYTES);
  }

  @Test
  void everyFieldIsExplained() throws IOException {
    List<String> silent = new ArrayList<>();
    JsonNode schema = CrdDocument.generate().schema();
    collectSilent(schema.at("/properties/spec"), "spec", silent);
    collectSilent(schema.at("/properties/status"), "status", silent);
    assertThat(silent).isEmpty();
  }

  @Test
  void everyTextListAndMapOfTheSpecIsBounded() throws IOException {
    List<String> unbounded = new ArrayList<>();
    collectUnbounded(CrdDocument.generate().schema().at("/properties/spec"), "spec", unbounded);
    assertThat(unbounded).isEmpty();
  }

  private static void collectSilent(JsonNode schema, String path, List<String> silent) {
    schema
        .path("properties")
        .properties()
        .forEach(
            p -> {
              String name = path + "." + p.getKey();
              // Kubernetes' own Condition comes without descriptions; its documentation is theirs.
              if (!path.startsWith("status.conditions") && !p.getValue().has("description")) {
                silent.add(name);
              }
              collectSilent(p.getValue(), name, silent);
              collectSilent(p.getValue().path("items"), name, silent);
            });
  }

  private static void collectUnbounded(JsonNode schema, String path, List<String> unbounded) {
    switch (schema.path("type").asText()) {
      case "string" -> {
        if (!schema.has("maxLength") && !schema.has("enum")) {
          unbounded.add(path);
        }
      }
      case "array" -> {
        if (!schema.has("maxItems")) {
          unbounded.add(path);
        }
        collectUnbounded(schema.path("items"), path + "[]", unbounded);
      }
      default -> {
        JsonNode values = schema.path("additionalProperties");
        if (values.isObject()) {
          if (!schema.has("maxProperties")) {
            unbounded.add(path);
          }
          collectUnbounded(values, path + "{}", unbounded);
        }
        schema
            .path("properties")
            .properties()
            .forEach(p -> collectUnbounded(p.getValue(), path + "." + p.getKey(), unbounded));
      }
    }
  }

  private static void assertCommitted(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("update.crds")) {
      Files.createDirectories(file.toAbsolutePath().normalize().getParent());
      Files.writeString(file, expected);
    }
    assertThat(file)
        .as("%s is generated: run `make generate` and commit it", file)
        .hasContent(expected);
  }
}

package dev.spinrun.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.operator.argocd.ArgoCdScripts;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.LuaTable;

/** The health script, by argo-cd's own test file. */
class ArgoCdHealthTest {
  static List<JsonNode> cases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    ArgoCdScripts.yaml("health_test.yaml").get("tests").forEach(cases::add);
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void health(JsonNode test) throws IOException {
    JsonNode input = ArgoCdScripts.yaml(test.get("inputPath").asText());
    LuaTable health = ArgoCdScripts.run("health.lua", input);
    assertThat(health.get("status").tojstring())
        .isEqualTo(test.at("/healthStatus/status").asText());
    assertThat(health.get("message").tojstring())
        .isEqualTo(test.at("/healthStatus/message").asText());
  }

  @Test
  void everyTestObjectIsUsedAndIsASpinRun() throws IOException {
    List<String> used = cases().stream().map(c -> c.get("inputPath").asText()).toList();
    try (Stream<Path> files = Files.list(ArgoCdScripts.FOLDER.resolve("testdata"))) {
      for (Path file : files.toList()) {
        assertThat(used).contains("testdata/" + file.getFileName());
        SpinRun run = Serialization.unmarshal(Files.readString(file), SpinRun.class);
        assertThat(run.getSpec().iterations()).isEqualTo(3);
      }
    }
  }

  @Test
  void theConfigMapCarriesTheSameScripts() throws IOException {
    StringBuilder expected =
        new StringBuilder(
            """
            # Generated from resource_customizations; a test keeps both equal. Merge it into your argocd-cm.
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: argocd-cm
              namespace: argocd
              labels:
                app.kubernetes.io/part-of: argocd
            data:
              resource.customizations.health.spinrun.dev_SpinRun: |
            """);
    expected
        .append(ArgoCdScripts.script("health.lua").indent(4))
        .append("  resource.customizations.actions.spinrun.dev_SpinRun: |\n")
        .append("    discovery.lua: |\n")
        .append(ArgoCdScripts.script("actions/discovery.lua").indent(6))
        .append("    definitions:\n");
    for (String action : List.of("suspend", "resume", "retry", "promote", "reject")) {
      expected
          .append("    - name: ")
          .append(action)
          .append("\n      action.lua: |\n")
          .append(ArgoCdScripts.script("actions/%s/action.lua".formatted(action)).indent(8));
    }
    Path file = ArgoCdScripts.EXAMPLES.resolve("argocd-cm.yaml");
    if (Boolean.getBoolean("update.charts")) {
      Files.writeString(file, expected.toString());
    }
    assertThat(file).hasContent(expected.toString());
  }
}

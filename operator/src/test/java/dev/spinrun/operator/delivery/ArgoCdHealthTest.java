package dev.spinrun.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.spinrun.crds.SpinRun;
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
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/** The health script, run as Argo CD runs one from its ConfigMap: with base and table only. */
class ArgoCdHealthTest {
  private static final Path EXAMPLES = Path.of("../examples/argocd");
  private static final Path FOLDER =
      EXAMPLES.resolve("resource_customizations/spinrun.dev/SpinRun");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  static List<JsonNode> cases() throws IOException {
    List<JsonNode> cases = new ArrayList<>();
    YAML.readTree(FOLDER.resolve("health_test.yaml").toFile()).get("tests").forEach(cases::add);
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void health(JsonNode test) throws IOException {
    JsonNode input = YAML.readTree(FOLDER.resolve(test.get("inputPath").asText()).toFile());
    LuaTable health = run(input);
    assertThat(health.get("status").tojstring())
        .isEqualTo(test.at("/healthStatus/status").asText());
    assertThat(health.get("message").tojstring())
        .isEqualTo(test.at("/healthStatus/message").asText());
  }

  @Test
  void everyTestObjectIsUsedAndIsASpinRun() throws IOException {
    List<String> used = cases().stream().map(c -> c.get("inputPath").asText()).toList();
    try (Stream<Path> files = Files.list(FOLDER.resolve("testdata"))) {
      for (Path file : files.toList()) {
        assertThat(used).contains("testdata/" + file.getFileName());
        SpinRun run = Serialization.unmarshal(Files.readString(file), SpinRun.class);
        assertThat(run.getSpec().iterations()).isEqualTo(3);
      }
    }
  }

  @Test
  void theConfigMapCarriesTheSameScript() throws IOException {
    String expected =
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
        """
            + Files.readString(FOLDER.resolve("health.lua")).indent(4);
    Path file = EXAMPLES.resolve("argocd-cm.yaml");
    if (Boolean.getBoolean("update.charts")) {
      Files.writeString(file, expected);
    }
    assertThat(file).hasContent(expected);
  }

  private static LuaTable run(JsonNode object) throws IOException {
    Globals lua = new Globals();
    lua.load(new BaseLib());
    lua.load(new PackageLib());
    lua.load(new TableLib());
    LoadState.install(lua);
    LuaC.install(lua);
    lua.set("obj", value(object));
    return lua.load(Files.readString(FOLDER.resolve("health.lua")), "health.lua")
        .call()
        .checktable();
  }

  private static LuaValue value(JsonNode node) {
    if (node.isObject()) {
      LuaTable table = new LuaTable();
      node.properties().forEach(p -> table.set(p.getKey(), value(p.getValue())));
      return table;
    }
    if (node.isArray()) {
      LuaTable table = new LuaTable();
      for (int i = 0; i < node.size(); i++) {
        table.set(i + 1, value(node.get(i)));
      }
      return table;
    }
    if (node.isNumber()) {
      return LuaValue.valueOf(node.doubleValue());
    }
    return node.isBoolean()
        ? LuaValue.valueOf(node.booleanValue())
        : LuaValue.valueOf(node.asText());
  }
}

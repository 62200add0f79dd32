package dev.spinrun.operator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.operator.argocd.ArgoCdScripts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.LuaTable;

/** The actions in Argo CD's user interface, by argo-cd's own test file. */
class ArgoCdActionsTest {
  static List<JsonNode> discoveryTests() throws IOException {
    return tests("discoveryTests");
  }

  static List<JsonNode> actionTests() throws IOException {
    return tests("actionTests");
  }

  private static List<JsonNode> tests(String kind) throws IOException {
    List<JsonNode> tests = new ArrayList<>();
    ArgoCdScripts.yaml("actions/action_test.yaml").get(kind).forEach(tests::add);
    return tests;
  }

  @ParameterizedTest
  @MethodSource("discoveryTests")
  void onlyWhatMakesSenseIsOffered(JsonNode test) throws IOException {
    LuaTable found =
        ArgoCdScripts.run("actions/discovery.lua", ArgoCdScripts.yaml(path(test, "inputPath")));
    assertThat(found.keyCount()).isEqualTo(test.get("result").size());
    for (JsonNode action : test.get("result")) {
      LuaTable offered = found.get(action.get("name").asText()).checktable();
      assertThat(offered.get("disabled").checkboolean())
          .as(action.get("name").asText())
          .isEqualTo(action.get("disabled").asBoolean());
      assertThat(offered.get("iconClass").tojstring()).isEqualTo(action.get("iconClass").asText());
    }
  }

  @ParameterizedTest
  @MethodSource("actionTests")
  void anActionChangesTheObjectAsExpectedAndNothingElse(JsonNode test) throws IOException {
    String script = "actions/%s/action.lua".formatted(test.get("action").asText());
    LuaTable changed = ArgoCdScripts.run(script, ArgoCdScripts.yaml(path(test, "inputPath")));
    LuaTable expected = expected(test);
    assertThat(ArgoCdScripts.json(changed)).isEqualTo(ArgoCdScripts.json(expected));
  }

  /** Through Lua and back, so that numbers are spelled alike. */
  private static LuaTable expected(JsonNode test) throws IOException {
    return ArgoCdScripts.object(ArgoCdScripts.yaml(path(test, "expectedOutputPath")));
  }

  private static String path(JsonNode test, String field) {
    return "actions/" + test.get(field).asText();
  }
}

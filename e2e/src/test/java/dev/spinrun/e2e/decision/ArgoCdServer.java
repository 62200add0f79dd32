package dev.spinrun.e2e.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.e2e.cluster.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/**
 * What argo-cd's server makes of a click on an action: it runs the script and sends what differs as
 * a merge patch. Source: argo-cd server/application/application.go, RunResourceAction. Of an object
 * only what the actions of this project touch is compared: annotations and spec.suspend.
 */
final class ArgoCdServer {
  /** As whom it writes, whoever has clicked. */
  static final String FIELD_MANAGER = "argocd-server";

  private static final String FOLDER =
      "examples/argocd/resource_customizations/spinrun.dev/SpinRun/actions/";

  private ArgoCdServer() {}

  /** The patch that this action makes of the object. */
  static String patch(String action, JsonNode object) {
    LuaTable after = run(FOLDER + action + "/action.lua", object);
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    ObjectNode annotations = patch.putObject("metadata").putObject("annotations");
    JsonNode before = object.at("/metadata/annotations");
    LuaValue changed = after.get("metadata").get("annotations");
    before
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (changed.isnil() || changed.get(key).isnil()) {
                annotations.putNull(key);
              }
            });
    if (changed.istable()) {
      LuaTable table = changed.checktable();
      for (Varargs entry = table.next(LuaValue.NIL);
          !entry.arg1().isnil();
          entry = table.next(entry.arg1())) {
        String key = entry.arg1().tojstring();
        String value = entry.arg(2).tojstring();
        if (!value.equals(before.path(key).asText(null))) {
          annotations.put(key, value);
        }
      }
    }
    boolean suspend = after.get("spec").get("suspend").toboolean();
    if (suspend != object.at("/spec/suspend").asBoolean()) {
      patch.putObject("spec").put("suspend", suspend);
    }
    return patch.toString();
  }

  private static LuaTable run(String file, JsonNode object) {
    Globals lua = new Globals();
    lua.load(new BaseLib());
    lua.load(new PackageLib());
    lua.load(new TableLib());
    LoadState.install(lua);
    LuaC.install(lua);
    lua.set("obj", value(object));
    try {
      String script = Files.readString(Settings.inRepository(file));
      return lua.load(script, file).call().checktable();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    if (node.isIntegralNumber()) {
      return LuaValue.valueOf(node.intValue());
    }
    return node.isBoolean()
        ? LuaValue.valueOf(node.booleanValue())
        : LuaValue.valueOf(node.asText());
  }
}

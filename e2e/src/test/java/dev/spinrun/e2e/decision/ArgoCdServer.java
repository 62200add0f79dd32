package dev.spinrun.e2e.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.operator.argocd.ArgoCdScripts;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What argo-cd's server makes of a click on an action: it runs the script and sends what differs as
 * a merge patch. Source: argo-cd server/application/application.go, RunResourceAction. Of an object
 * only what the actions of this project touch is compared: annotations and spec.suspend.
 */
final class ArgoCdServer {
  /** As whom it writes, whoever has clicked. */
  static final String FIELD_MANAGER = "argocd-server";

  private ArgoCdServer() {}

  /** The patch that this action makes of the object. */
  static String patch(String action, JsonNode object) {
    LuaTable after = after(action, object);
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

  private static LuaTable after(String action, JsonNode object) {
    try {
      return ArgoCdScripts.run("actions/" + action + "/action.lua", object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

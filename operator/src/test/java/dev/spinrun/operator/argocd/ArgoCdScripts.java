package dev.spinrun.operator.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/** Scripts for Argo CD, run as it runs one from its ConfigMap: with base and table only. */
public final class ArgoCdScripts {
  public static final Path EXAMPLES = Path.of("../examples/argocd");
  public static final Path FOLDER = EXAMPLES.resolve("resource_customizations/spinrun.dev/SpinRun");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private ArgoCdScripts() {}

  /** A file of the folder, read as YAML. */
  public static JsonNode yaml(String file) throws IOException {
    return YAML.readTree(FOLDER.resolve(file).toFile());
  }

  /** The text of a script. */
  public static String script(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  /** What the script returns for this object. */
  public static LuaTable run(String file, JsonNode object) throws IOException {
    Globals lua = new Globals();
    lua.load(new BaseLib());
    lua.load(new PackageLib());
    lua.load(new TableLib());
    LoadState.install(lua);
    LuaC.install(lua);
    lua.set("obj", value(object));
    return lua.load(script(file), file).call().checktable();
  }

  /** JSON as a Lua table. */
  public static LuaTable object(JsonNode object) {
    return value(object).checktable();
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

  /** A Lua value as JSON: a table with the key 1 is a list. */
  public static JsonNode json(LuaValue value) {
    if (!value.istable()) {
      return value.isboolean()
          ? JsonNodeFactory.instance.booleanNode(value.toboolean())
          : JsonNodeFactory.instance.textNode(value.tojstring());
    }
    LuaTable table = value.checktable();
    if (!table.get(1).isnil()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      for (int i = 1; i <= table.length(); i++) {
        array.add(json(table.get(i)));
      }
      return array;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Varargs entry = table.next(LuaValue.NIL);
        !entry.arg1().isnil();
        entry = table.next(entry.arg1())) {
      object.set(entry.arg1().tojstring(), json(entry.arg(2)));
    }
    return object;
  }
}

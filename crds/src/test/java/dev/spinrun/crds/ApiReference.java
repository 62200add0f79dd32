package dev.spinrun.crds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The reference page of the SpinRun resource: one table for each object in its schema. */
final class ApiReference {
  private final JsonNode schema;
  private final StringBuilder page = new StringBuilder();

  ApiReference(JsonNode schema) {
    this.schema = schema;
  }

  String page() {
    page.append("# SpinRun\n\n<!-- Generated from the CRD; a test keeps both equal. -->\n\n")
        .append(
            "`apiVersion: spinrun.dev/v1alpha1`, `kind: SpinRun`, short names `spin`, `spins`.\n\n")
        .append(schema.path("description").asText())
        .append("\n\nNumbers with a fraction or an exponent are written as strings (`\"2e-5\"`). ")
        .append("Rules below a field are checked by the API server when it is applied.\n");
    rules(schema, "");
    table("spec", schema.at("/properties/spec"));
    table("status", schema.at("/properties/status"));
    return page.toString();
  }

  private void table(String path, JsonNode object) {
    page.append("\n## ").append(path).append("\n\n");
    if (object.has("description")) {
      page.append(object.get("description").asText()).append("\n\n");
    }
    page.append("| field | type | required | default | meaning |\n|---|---|---|---|---|\n");
    List<String[]> nested = new ArrayList<>();
    object
        .path("properties")
        .properties()
        .forEach(p -> row(object, path, p.getKey(), p.getValue(), nested));
    rules(object, "");
    for (String[] child : nested) {
      table(child[0], object.at(child[1]));
    }
  }

  private void row(
      JsonNode parent, String path, String name, JsonNode field, List<String[]> nested) {
    String description = field.path("description").asText("");
    List<String> rules = new ArrayList<>();
    field.path("x-kubernetes-validations").forEach(r -> rules.add(r.path("message").asText()));
    String meaning = description + (rules.isEmpty() ? "" : " *" + String.join("; ", rules) + ".*");
    boolean required = contains(parent.path("required"), name);
    JsonNode defaultValue = field.path("default");
    page.append(
        "| `%s` | %s | %s | %s | %s |%n"
            .formatted(
                name,
                type(field),
                required ? "yes" : "",
                defaultValue.isMissingNode() || defaultValue.isObject()
                    ? ""
                    : "`" + defaultValue + "`",
                meaning.replace("|", "\\|").replace("<", "&lt;"))
            .replace("\r\n", "\n"));
    if (field.has("properties")) {
      nested.add(new String[] {path + "." + name, "/properties/" + name});
    } else if (field.path("items").has("properties")) {
      nested.add(new String[] {path + "." + name + "[]", "/properties/" + name + "/items"});
    }
  }

  private void rules(JsonNode object, String indent) {
    object
        .path("x-kubernetes-validations")
        .forEach(
            r ->
                page.append("\n")
                    .append(indent)
                    .append("*")
                    .append(r.path("message").asText())
                    .append(".*\n"));
  }

  private static String type(JsonNode field) {
    if (field.has("enum")) {
      List<String> names = new ArrayList<>();
      field.get("enum").forEach(e -> names.add("`" + e.asText() + "`"));
      return String.join(", ", names);
    }
    if (field.path("x-kubernetes-int-or-string").asBoolean()) {
      return "quantity";
    }
    JsonNode values = field.path("additionalProperties");
    if (values.isObject()) {
      return "map of " + type(values);
    }
    String type = field.path("type").asText("");
    if (type.equals("array")) {
      return "list of " + type(field.path("items"));
    }
    String format = field.path("format").asText("");
    return format.equals("date-time") ? "time" : type.toLowerCase(Locale.ROOT);
  }

  private static boolean contains(JsonNode names, String name) {
    for (JsonNode n : names) {
      if (n.asText().equals(name)) {
        return true;
      }
    }
    return false;
  }
}

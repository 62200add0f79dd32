package dev.spinrun.operator.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The JSON merge patch (RFC 7396) from one status to another.
 *
 * <p>What has changed is in it whole, so that it fits an object of an older version that lacks some
 * of it; what neither status knows is not in it, so that a newer version's fields stay.
 */
final class StatusPatch {
  private StatusPatch() {}

  /**
   * The patch, for an object of just this version: a status that is decided from an object that has
   * changed since is refused.
   */
  static ObjectNode of(ObjectNode before, ObjectNode after, String resourceVersion) {
    ObjectNode patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("metadata").put("resourceVersion", resourceVersion);
    patch.set("status", changes(before, after));
    return patch;
  }

  private static ObjectNode changes(ObjectNode before, ObjectNode after) {
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      JsonNode old = before.path(field.getKey());
      if (!field.getValue().equals(old)) {
        changes.set(field.getKey(), whole(old, field.getValue()));
      }
    }
    removed(before, after, changes);
    return changes;
  }

  private static JsonNode whole(JsonNode before, JsonNode after) {
    if (!(before instanceof ObjectNode old && after instanceof ObjectNode now)) {
      return after;
    }
    ObjectNode whole = now.deepCopy();
    whole.properties().forEach(f -> f.setValue(whole(old.path(f.getKey()), f.getValue())));
    removed(old, now, whole);
    return whole;
  }

  private static void removed(ObjectNode before, ObjectNode after, ObjectNode patch) {
    before
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!after.has(name)) {
                patch.putNull(name);
              }
            });
  }
}

package dev.spinrun.operator.resource;

import dev.spinrun.operator.resource.ManualRequest.Action;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The annotations of a run that are read, and who has set them. All others are dropped as soon as
 * the object is parsed: anybody may put hundreds of kilobytes there.
 */
final class RunAnnotations {
  private static final int MAX_VALUE = 64;

  private RunAnnotations() {}

  /** A value as far as it is told apart and recorded. */
  static String bounded(String value) {
    return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE - 1) + "…";
  }

  /** Those that are read. */
  static Map<String, String> trimmed(@Nullable Map<String, String> annotations) {
    Map<String, String> trimmed = new TreeMap<>(annotations == null ? Map.of() : annotations);
    trimmed.keySet().removeIf(key -> !isRead(key) && !key.equals(NewerVersions.MARK));
    trimmed.replaceAll((key, value) -> isRead(key) ? bounded(value) : value);
    return trimmed;
  }

  private static boolean isRead(String key) {
    for (Action action : Action.values()) {
      if (action.annotation().equals(key)) {
        return true;
      }
    }
    return false;
  }

  /** Of the managed fields those that tell who has set one of them, and no more. */
  static List<ManagedFieldsEntry> trimmed(@Nullable List<ManagedFieldsEntry> managers) {
    List<ManagedFieldsEntry> trimmed = new ArrayList<>();
    for (ManagedFieldsEntry entry : managers == null ? List.<ManagedFieldsEntry>of() : managers) {
      Map<String, Object> owned = new TreeMap<>();
      for (Action action : Action.values()) {
        if (owns(entry, action)) {
          owned.put("f:" + action.annotation(), Map.of());
        }
      }
      if (!owned.isEmpty()) {
        trimmed.add(of(entry, owned));
      }
    }
    return trimmed;
  }

  private static ManagedFieldsEntry of(ManagedFieldsEntry entry, Map<String, Object> owned) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperty("f:metadata", Map.of("f:annotations", owned));
    return new ManagedFieldsEntryBuilder()
        .withManager(entry.getManager())
        .withTime(entry.getTime())
        .withFieldsV1(fields)
        .build();
  }

  /** The field manager that has set this annotation. */
  static Optional<String> setter(ObjectMeta metadata, Action action) {
    return metadata.getManagedFields().stream()
        .filter(entry -> owns(entry, action))
        .max(Comparator.comparing(entry -> String.valueOf(entry.getTime())))
        .map(ManagedFieldsEntry::getManager);
  }

  private static boolean owns(ManagedFieldsEntry entry, Action action) {
    FieldsV1 fields = entry.getFieldsV1();
    return fields != null
        && fields.getAdditionalProperties().get("f:metadata") instanceof Map<?, ?> metadata
        && metadata.get("f:annotations") instanceof Map<?, ?> annotations
        && annotations.containsKey("f:" + action.annotation());
  }
}

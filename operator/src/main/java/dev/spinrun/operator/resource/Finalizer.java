package dev.spinrun.operator.resource;

import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/** The mark by which a SpinRun waits with its deletion until its folder is deleted. */
public final class Finalizer {
  /** As it stands in metadata.finalizers. */
  public static final String NAME = SpinRun.GROUP + "/store";

  private Finalizer() {}

  /** Whether the object has it. */
  public static boolean isOn(HasMetadata object) {
    List<String> all = object.getMetadata().getFinalizers();
    return all != null && all.contains(NAME);
  }

  /** Whether the object is being deleted and does not wait for us. */
  public static boolean isReleased(HasMetadata object) {
    return object.getMetadata().getDeletionTimestamp() != null && !isOn(object);
  }

  /** The object's finalizers, with or without ours. */
  public static List<String> changed(HasMetadata object, boolean held) {
    List<String> all = object.getMetadata().getFinalizers();
    List<String> changed = new ArrayList<>(all == null ? List.of() : all);
    changed.removeIf(NAME::equals);
    if (held) {
      changed.add(NAME);
    }
    return changed;
  }
}

package dev.spinrun.operator.resource;

import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Labels of the objects of a run. */
public final class Labels {
  /** Holds the name of the run. */
  public static final String RUN = SpinRun.GROUP + "/run";

  /** Holds the uid of the run: a deleted run of the same name is another one. */
  public static final String RUN_UID = SpinRun.GROUP + "/run-uid";

  /** A Job with this label is started and stopped by Kueue, never by us. */
  public static final String QUEUE = "kueue.x-k8s.io/queue-name";

  /**
   * All that Jobs inherit. Others must not pass: a tracking label of a GitOps tool on a child makes
   * the tool delete it.
   */
  private static final Set<String> INHERITED = Set.of(QUEUE, "kueue.x-k8s.io/priority-class");

  private Labels() {}

  /** Labels of everything that belongs to the run. */
  static Map<String, String> common(SpinRun run) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("app.kubernetes.io/name", "spinrun-trainer");
    labels.put("app.kubernetes.io/instance", run.getMetadata().getName());
    labels.put("app.kubernetes.io/managed-by", "spinrun-operator");
    labels.put(RUN, run.getMetadata().getName());
    labels.put(RUN_UID, run.getMetadata().getUid());
    return labels;
  }

  /** Labels of a Job: the common ones, and what a queue needs. */
  static Map<String, String> job(SpinRun run, String component) {
    Map<String, String> labels = common(run);
    labels.put("app.kubernetes.io/component", component);
    labels.putAll(inherited(run.getMetadata().getLabels()));
    return labels;
  }

  /** Those of a run's labels that its Jobs have, too. */
  static Map<String, String> inherited(@Nullable Map<String, String> labels) {
    Map<String, String> inherited = new TreeMap<>(labels == null ? Map.of() : labels);
    inherited.keySet().retainAll(INHERITED);
    return inherited;
  }

  /** Whether the object was made for this run. */
  public static boolean isOf(HasMetadata object, SpinRun run) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && run.getMetadata().getUid().equals(labels.get(RUN_UID));
  }

  /** Whether a queue decides when this Job runs. */
  public static boolean isQueued(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && labels.containsKey(QUEUE);
  }
}

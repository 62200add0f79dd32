package dev.spinrun.operator.resource;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an object was made for, in its annotations: two objects of the same name and stamp are the
 * same.
 *
 * @param planDigest digest of the iteration's frozen settings
 */
public record Stamp(String uid, int iteration, Stage stage, int attempt, String planDigest) {
  private static final String PREFIX = SpinRun.GROUP + "/";
  private static final String UID = PREFIX + "run-uid";
  private static final String ITERATION = PREFIX + "iteration";
  private static final String STAGE = PREFIX + "stage";
  private static final String ATTEMPT = PREFIX + "attempt";
  private static final String PLAN = PREFIX + "plan-digest";

  /** As annotations of the Job. */
  public Map<String, String> annotations() {
    Map<String, String> annotations = plan(uid, iteration, planDigest);
    annotations.put(STAGE, stage.lowerCase());
    annotations.put(ATTEMPT, Integer.toString(attempt));
    return annotations;
  }

  /** Annotations of what belongs to the run as a whole. */
  public static Map<String, String> run(String uid) {
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(UID, uid);
    return annotations;
  }

  /** Annotations of the ConfigMap with an iteration's settings. */
  public static Map<String, String> plan(String uid, int iteration, String planDigest) {
    Map<String, String> annotations = run(uid);
    annotations.put(ITERATION, Integer.toString(iteration));
    annotations.put(PLAN, planDigest);
    return annotations;
  }

  /** The stamp of a Job, if it has a complete one. */
  public static Optional<Stamp> of(HasMetadata object) {
    Map<String, String> annotations = annotations(object);
    try {
      return Optional.of(
          new Stamp(
              require(annotations, UID),
              Integer.parseInt(require(annotations, ITERATION)),
              Stage.valueOf(require(annotations, STAGE).toUpperCase(java.util.Locale.ROOT)),
              Integer.parseInt(require(annotations, ATTEMPT)),
              require(annotations, PLAN)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the stamps of both objects say the same. */
  public static boolean isSame(HasMetadata one, HasMetadata other) {
    return annotations(one).equals(annotations(other));
  }

  private static Map<String, String> annotations(HasMetadata object) {
    Map<String, String> ours = new TreeMap<>();
    Map<String, String> all = object.getMetadata().getAnnotations();
    if (all != null) {
      all.forEach(
          (key, value) -> {
            if (key.startsWith(PREFIX)) {
              ours.put(key, value);
            }
          });
    }
    return ours;
  }

  private static String require(Map<String, String> annotations, String key) {
    String value = annotations.get(key);
    if (value == null) {
      throw new IllegalArgumentException("annotation " + key + " is missing");
    }
    return value;
  }
}

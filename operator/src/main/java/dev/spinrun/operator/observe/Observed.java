package dev.spinrun.operator.observe;

import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a run at one moment.
 *
 * @param jobs the run's Jobs; those of which the cache may be wrong as the API server has them
 * @param pods pods of those Jobs, and of Jobs that are gone but not yet their pods; complete for a
 *     Job that has failed
 * @param warnings by the uid of a Job that lacks pods, or of a pod that does not start, the newest
 *     warning event about it
 * @param store what the store was last seen to hold
 * @param parent the run that this one branches off from, while its folder is not known yet
 */
public record Observed(
    SpinRun run,
    List<Job> jobs,
    List<Pod> pods,
    Map<String, String> warnings,
    StoreView store,
    @Nullable SpinRun parent,
    Instant now) {
  public Observed {
    jobs = List.copyOf(jobs);
    pods = List.copyOf(pods);
    warnings = Map.copyOf(warnings);
  }
}

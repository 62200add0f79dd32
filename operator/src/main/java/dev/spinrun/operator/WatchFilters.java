package dev.spinrun.operator;

import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps only the updates that can alter a decision. */
final class WatchFilters {
  private WatchFilters() {}

  /**
   * Ignores our own writes to the status. Annotations and deletion do not change the generation.
   * After an interrupted watch, a run may have been replaced by another of the same name.
   */
  static boolean isNews(SpinRun now, SpinRun before) {
    ObjectMeta is = now.getMetadata();
    ObjectMeta was = before.getMetadata();
    return !Objects.equals(is.getUid(), was.getUid())
        || !Objects.equals(is.getGeneration(), was.getGeneration())
        || !Objects.equals(is.getAnnotations(), was.getAnnotations())
        || !Objects.equals(is.getLabels(), was.getLabels())
        || isDeletionNews(now, before)
        || !Objects.equals(is.getFinalizers(), was.getFinalizers());
  }

  /** Counts of pods are told by the pods. */
  static boolean isNews(Job now, Job before) {
    return isDeletionNews(now, before)
        || !Objects.equals(now.getSpec().getSuspend(), before.getSpec().getSuspend())
        || !Objects.equals(conditions(now), conditions(before));
  }

  private static @Nullable List<JobCondition> conditions(Job job) {
    return job.getStatus() == null ? null : job.getStatus().getConditions();
  }

  /** Finalizers and annotations come and go. */
  static boolean isNews(Pod now, Pod before) {
    return isDeletionNews(now, before) || !Objects.equals(now.getStatus(), before.getStatus());
  }

  private static boolean isDeletionNews(HasMetadata now, HasMetadata before) {
    return !Objects.equals(
        now.getMetadata().getDeletionTimestamp(), before.getMetadata().getDeletionTimestamp());
  }
}

package dev.spinrun.operator.plan.situation;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.resource.Jobs;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * GPUs times seconds of the present Job, as its pods tell; where they are gone already, as the Job
 * itself tells. What asks for no GPU costs none.
 */
public final class GpuTime {
  /**
   * Resources of which one is a GPU or a slice of one: of NVIDIA, also shared and MIG, of AMD, of
   * Intel, and virtual ones. Their memory and cores have other names.
   */
  private static final Pattern GPU =
      Pattern.compile("[^/]+/(v?gpu(\\.shared)?|mig-.+)|gpu\\.intel\\.com/(i915|xe)");

  private GpuTime() {}

  /** Adds the time of the present Job to what was of use. */
  public static SpinRunStatus useful(Situation s, SpinRunStatus status) {
    long seconds = seconds(s);
    return spent(status, seconds).withTotals(s.status().totals().plusUseful(seconds));
  }

  /** Adds the time of the present Job to what was for nothing. */
  public static SpinRunStatus lost(Situation s, SpinRunStatus status) {
    long seconds = seconds(s);
    return spent(status, seconds).withTotals(s.status().totals().plusLost(seconds));
  }

  private static SpinRunStatus spent(SpinRunStatus status, long seconds) {
    return status.withCurrent(c -> c.withGpuSeconds(c.gpuSeconds() + seconds));
  }

  private static long seconds(Situation s) {
    return s.job().map(job -> seconds(job, s.podsOf(job), s.now())).orElse(0L);
  }

  static long seconds(Job job, List<Pod> pods, Instant now) {
    long gpus = gpus(job);
    if (gpus == 0) {
      return 0;
    }
    List<Duration> times = pods.stream().flatMap(pod -> time(pod, now)).toList();
    return gpus
        * (times.isEmpty()
            ? time(job, now).toSeconds() * parallelism(job)
            : times.stream().mapToLong(Duration::toSeconds).sum());
  }

  private static long gpus(Job job) {
    var resources = job.getSpec().getTemplate().getSpec().getContainers().get(0).getResources();
    Map<String, Quantity> limits = resources == null ? null : resources.getLimits();
    return limits == null
        ? 0
        : limits.entrySet().stream()
            .filter(e -> GPU.matcher(e.getKey()).matches())
            .mapToLong(e -> e.getValue().getNumericalAmount().longValue())
            .sum();
  }

  private static long parallelism(Job job) {
    return Objects.requireNonNullElse(job.getSpec().getParallelism(), 1);
  }

  private static Duration time(Job job, Instant now) {
    String start = job.getStatus() == null ? null : job.getStatus().getStartTime();
    if (start == null) {
      return Duration.ZERO;
    }
    String end = job.getStatus().getCompletionTime();
    return between(Instant.parse(start), end == null ? now : Instant.parse(end));
  }

  private static Stream<Duration> time(Pod pod, Instant now) {
    if (pod.getStatus() == null || pod.getStatus().getStartTime() == null) {
      return Stream.empty();
    }
    Instant end = Jobs.endedAt(pod).orElse(now);
    return Stream.of(between(Instant.parse(pod.getStatus().getStartTime()), end));
  }

  private static Duration between(Instant start, Instant end) {
    return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
  }
}

package dev.spinrun.operator.act;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.plan.decision.Notice;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of changes as Kubernetes events, after they are on record in the status. */
public final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int MAX_MESSAGE_BYTES = 1024;

  /** The form that the API server takes. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final AtomicLong last = new AtomicLong();
  private final KubernetesClient client;

  /** Writes through this client. */
  public Events(KubernetesClient client) {
    this.client = client;
  }

  /** Tells what is worth telling between two statuses of a run. */
  public void tell(SpinRun run, SpinRunStatus before, SpinRunStatus after, Instant now) {
    Notice.between(before, after).forEach(notice -> tell(run, notice, now));
  }

  /** Creates an event of the run; one that cannot be created is in the operator's log alone. */
  void tell(SpinRun run, Notice notice, Instant now) {
    LOG.info("{}: {}", notice.reason(), notice.message());
    try {
      client.v1().events().resource(event(run, notice, now)).create();
    } catch (KubernetesClientException e) {
      // The condition says the same, and lasts longer.
      LOG.warn("Event {} could not be written: {}", notice.reason(), e.getMessage());
    }
  }

  private static String bounded(String message) {
    int end = message.length();
    while (message.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES) {
      end--;
    }
    return message.substring(0, end);
  }

  /**
   * Nanoseconds since 1970, larger than any before: events of one second are listed by name, and
   * kubectl sorts by seconds.
   */
  private long order(Instant now) {
    long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    return last.updateAndGet(before -> Math.max(before + 1000, nanos));
  }

  private io.fabric8.kubernetes.api.model.Event event(SpinRun run, Notice notice, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    long order = order(now);
    return new EventBuilder()
        .withNewMetadata()
        .withName("%s.%x".formatted(run.getMetadata().getName(), order))
        .withNamespace(run.getMetadata().getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(run.getApiVersion())
        .withKind(run.getKind())
        .withName(run.getMetadata().getName())
        .withNamespace(run.getMetadata().getNamespace())
        .withUid(run.getMetadata().getUid())
        .endInvolvedObject()
        .withType(notice.warning() ? "Warning" : "Normal")
        .withReason(notice.reason())
        .withAction("Reconcile")
        .withMessage(bounded(notice.message()))
        .withNewSource()
        .withComponent("spinrun-operator")
        .endSource()
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withEventTime(new MicroTime(MICROS.format(Instant.ofEpochSecond(0, order))))
        .withCount(1)
        .withReportingComponent("spinrun.dev/operator")
        .withReportingInstance("spinrun-operator")
        .build();
  }
}

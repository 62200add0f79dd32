package dev.spinrun.operator.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * The operator SDK (5.3.2) counts received events once with the tag {@code action} and once
 * without. Prometheus refuses the second, the exception reaches the event handler, and events of
 * Jobs are lost: so the tag is dropped.
 */
public final class EventTagsFilter implements MeterFilter {
  @Override
  public Meter.Id map(Meter.Id id) {
    return id.getName().startsWith("events.received")
        ? id.replaceTags(id.getTags().stream().filter(t -> !t.getKey().equals("action")).toList())
        : id;
  }
}

package dev.spinrun.crds.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long run and stage have been active. It stands still while the run is suspended, queued or
 * awaits a decision: on going on, both beginnings are moved forward by that time.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@RecordBuilder
public record RunClock(
    @JsonPropertyDescription(
            "When the run began, moved forward by the time during which it was not active.")
        @Nullable Instant activeSince,
    @JsonPropertyDescription(
            "When the stage in progress began, moved forward by the time during which it was not"
                + " active.")
        @Nullable Instant stageActiveSince,
    @JsonPropertyDescription("When the clock was stopped. Absent: it is running.")
        @Nullable Instant stoppedAt)
    implements RunClockBuilder.With {

  /** Of a run that has not begun. */
  public static final RunClock UNSTARTED = new RunClock(null, null, null);

  /** The same clock, running from its first start on. */
  public RunClock started(Instant now) {
    return activeSince == null ? withActiveSince(now) : this;
  }

  /** The same clock, standing. */
  public RunClock stopped(Instant now) {
    return stoppedAt == null ? withStoppedAt(now) : this;
  }

  /** For how long it has stood still up to now. */
  public Duration idle(Instant now) {
    return stoppedAt == null || now.isBefore(stoppedAt)
        ? Duration.ZERO
        : Duration.between(stoppedAt, now);
  }

  /** The same clock, running. */
  public RunClock going(Instant now) {
    Duration idle = idle(now);
    return new RunClock(later(activeSince, idle), later(stageActiveSince, idle), null);
  }

  /** Active time of the run. */
  public Duration active(Instant now) {
    return since(activeSince, now);
  }

  /** Active time of the stage in progress. */
  public Duration stageActive(Instant now) {
    return since(stageActiveSince, now);
  }

  private Duration since(@Nullable Instant beginning, Instant now) {
    return beginning == null ? Duration.ZERO : Duration.between(beginning, now).minus(idle(now));
  }

  /** An instant, moved forward by a duration. */
  public static @Nullable Instant later(@Nullable Instant instant, Duration by) {
    return instant == null ? null : instant.plus(by);
  }
}

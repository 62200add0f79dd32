package dev.spinrun.operator.resource;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.ManualDecision;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for by an annotation.
 *
 * @param by field manager that set the annotation
 * @param setAt when it did; absent if the object does not tell
 */
public record ManualRequest(
    Action action, String value, @Nullable String by, @Nullable Instant setAt) {
  /** What can be asked for. */
  public enum Action {
    /** Go on with a run that is over. */
    RETRY,
    /** Make the measured candidate the next opponent. */
    PROMOTE,
    /** Do not. */
    REJECT;

    /** Name of the annotation. */
    public String annotation() {
      return SpinRun.GROUP + "/" + word();
    }

    /** The same without prefix. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Annotation with which the operator leaves an object alone, if its value is true. */
  public static final String PAUSED = SpinRun.GROUP + "/paused";

  private static final int MAX_VALUE = 64;

  /** What this annotation of the run asks for, whether or not it was acted on. */
  public static Optional<ManualRequest> of(SpinRun run, Action action) {
    Map<String, String> annotations = run.getMetadata().getAnnotations();
    String value = annotations == null ? null : annotations.get(action.annotation());
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    Optional<ManagedFieldsEntry> setter = setter(run, action.annotation());
    return Optional.of(
        new ManualRequest(
            action,
            value.substring(0, Math.min(MAX_VALUE, value.length())),
            setter.map(ManagedFieldsEntry::getManager).orElse(null),
            setter.map(ManagedFieldsEntry::getTime).flatMap(ManualRequest::instant).orElse(null)));
  }

  /** Whether the operator is to leave this run alone. */
  public static boolean isPaused(SpinRun run) {
    Map<String, String> annotations = run.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(PAUSED));
  }

  /** What this annotation of the run asks for, unless it was acted on. */
  public static Optional<ManualRequest> open(SpinRun run, SpinRunStatus status, Action action) {
    return of(run, action)
        .filter(
            request -> {
              ManualDecision made = request.decision(status.iteration(), Instant.EPOCH);
              return status.decisions().stream().noneMatch(d -> d.isSameAs(made));
            });
  }

  /** As it is recorded once it is acted on. */
  public ManualDecision decision(int iteration, Instant now) {
    return new ManualDecision(action.word(), value, iteration, by, setAt, now);
  }

  private static Optional<ManagedFieldsEntry> setter(SpinRun run, String annotation) {
    List<ManagedFieldsEntry> managers = run.getMetadata().getManagedFields();
    return managers == null
        ? Optional.empty()
        : managers.stream()
            .filter(m -> owns(m.getFieldsV1(), annotation))
            .max(Comparator.comparing(m -> String.valueOf(m.getTime())));
  }

  private static boolean owns(@Nullable FieldsV1 fields, String annotation) {
    return fields != null
        && fields.getAdditionalProperties().get("f:metadata") instanceof Map<?, ?> metadata
        && metadata.get("f:annotations") instanceof Map<?, ?> annotations
        && annotations.containsKey("f:" + annotation);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}

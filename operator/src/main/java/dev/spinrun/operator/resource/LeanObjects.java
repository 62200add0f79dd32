package dev.spinrun.operator.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Drops what the operator never reads from the objects that it keeps in its caches, as soon as they
 * are parsed, and keeps equal parts of them once: with thousands of runs that is most of its
 * memory. Objects read so can be changed by patches of what differs, never by replacing them.
 */
public final class LeanObjects {
  private static final int SPECS_KEPT = 1 << 9;

  /** Most pods, and the templates of most Jobs, ask for the same. */
  private final Interner<PodSpec> specs = new Interner<>(SPECS_KEPT);

  private LeanObjects() {}

  /** Has this mapper read Pods, Jobs and SpinRuns without what is never asked of them. */
  public static void by(ObjectMapper mapper) {
    mapper.registerModule(
        DeserializerModules.module("lean objects", new LeanObjects()::trimming)
            .addDeserializer(String.class, new SharedStrings()));
  }

  private JsonDeserializer<?> trimming(Class<?> read, JsonDeserializer<?> whole) {
    if (read == Pod.class) {
      return new Trimmed<>(Pod.class, this::trim, whole);
    }
    if (read == Job.class) {
      return new Trimmed<>(Job.class, this::trim, whole);
    }
    return read == SpinRun.class ? new Trimmed<>(SpinRun.class, this::trim, whole) : whole;
  }

  private void trim(Pod pod) {
    forgetManagers(pod.getMetadata());
    pod.setSpec(trimmed(pod.getSpec()));
  }

  private void trim(Job job) {
    forgetManagers(job.getMetadata());
    if (job.getSpec() != null && job.getSpec().getTemplate() != null) {
      job.getSpec().getTemplate().setSpec(trimmed(job.getSpec().getTemplate().getSpec()));
    }
  }

  /** Anybody may put hundreds of kilobytes into metadata, a copy of the spec among them. */
  private void trim(SpinRun run) {
    ObjectMeta metadata = run.getMetadata();
    metadata.setAnnotations(RunAnnotations.trimmed(metadata.getAnnotations()));
    metadata.setManagedFields(RunAnnotations.trimmed(metadata.getManagedFields()));
    metadata.setLabels(Labels.inherited(metadata.getLabels()));
  }

  private static void forgetManagers(ObjectMeta metadata) {
    metadata.setManagedFields(List.of());
  }

  private @Nullable PodSpec trimmed(@Nullable PodSpec spec) {
    // A bookmark of a watch is an object without containers.
    if (spec == null || spec.getContainers() == null) {
      return spec;
    }
    List<Container> containers =
        spec.getContainers().stream()
            .map(
                c ->
                    new ContainerBuilder()
                        .withName(c.getName())
                        .withResources(c.getResources())
                        .build())
            .toList();
    return specs.of(
        new PodSpecBuilder().withNodeName(spec.getNodeName()).withContainers(containers).build());
  }

  private static final class Trimmed<T> extends DelegatingDeserializer {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final transient Consumer<T> trim;

    Trimmed(Class<T> type, Consumer<T> trim, JsonDeserializer<?> whole) {
      super(whole);
      this.type = type;
      this.trim = trim;
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> whole) {
      return new Trimmed<>(type, trim, whole);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      T object = type.cast(super.deserialize(parser, context));
      if (object != null) {
        trim.accept(object);
      }
      return object;
    }
  }
}

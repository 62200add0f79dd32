package dev.spinrun.operator.act;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.metrics.OperatorMetrics;
import dev.spinrun.operator.observe.Observed;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/** Puts a decision on record: the status first, then events and metrics. */
public final class Recorder {
  private final Events events;
  private final OperatorMetrics metrics;

  /** Events for people, metrics for alerts. */
  public Recorder(Events events, OperatorMetrics metrics) {
    this.events = events;
    this.metrics = metrics;
  }

  /** Writes the status if it differs from the one observed, and tells of the difference. */
  public void record(Observed observed, SpinRunStatus status, Context<SpinRun> context) {
    SpinRun run = observed.run();
    SpinRunStatus before = run.getStatus() == null ? SpinRunStatus.initial() : run.getStatus();
    if (status.equals(run.getStatus())) {
      return;
    }
    String patch = patch(run, status, context.getClient().getKubernetesSerialization());
    // By this way the cache knows of it before the API server tells.
    context
        .resourceOperations()
        .resourcePatch(
            run,
            r ->
                context
                    .getClient()
                    .resource(nameOf(r))
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch),
            context.eventSourceRetriever().getControllerEventSource());
    events.tell(run, before, status, observed.now());
    metrics.changed(before, status, observed.now());
  }

  /** An object with its name alone: the client makes a copy of what it is given. */
  private static SpinRun nameOf(SpinRun run) {
    SpinRun named = new SpinRun();
    named.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(run.getMetadata().getNamespace())
            .withName(run.getMetadata().getName())
            .build());
    return named;
  }

  private static String patch(SpinRun run, SpinRunStatus status, KubernetesSerialization json) {
    ObjectNode before =
        run.getStatus() == null
            ? JsonNodeFactory.instance.objectNode()
            : json.convertValue(run.getStatus(), ObjectNode.class);
    ObjectNode after = json.convertValue(status, ObjectNode.class);
    return StatusPatch.of(before, after, run.getMetadata().getResourceVersion()).toString();
  }
}

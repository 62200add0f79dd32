package dev.spinrun.operator;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.act.Actor;
import dev.spinrun.operator.act.Recorder;
import dev.spinrun.operator.metrics.ReconcileWatch;
import dev.spinrun.operator.observe.Observed;
import dev.spinrun.operator.observe.Observer;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.plan.Planner;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.resource.Finalizer;
import dev.spinrun.operator.resource.Labels;
import dev.spinrun.operator.resource.NewerVersions;
import dev.spinrun.operator.store.StorePoller;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Observe, plan, act, record: for one run at a time, as often as anything about it changes. */
@ControllerConfiguration(
    name = "spinrun",
    maxReconciliationInterval =
        @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
public final class SpinRunReconciler implements Reconciler<SpinRun> {
  /**
   * Objects of one answer to a listing, which is in memory as a whole: a run may have a megabyte of
   * others' annotations.
   */
  private static final long PAGE_OF_RUNS = 20;

  private static final long PAGE_OF_PODS = 200;

  private final Observer observer;
  private final Planner planner;
  private final Actor actor;
  private final Recorder recorder;
  private final StorePoller stores;
  private final StoreWakes wakes;
  private final ReconcileWatch watch;
  private volatile @Nullable Successors successors;

  /** All parts are given: see {@link OperatorBeans}. */
  public SpinRunReconciler(
      Observer observer,
      Planner planner,
      Actor actor,
      Recorder recorder,
      StorePoller stores,
      StoreWakes wakes,
      ReconcileWatch watch) {
    this.observer = observer;
    this.planner = planner;
    this.actor = actor;
    this.recorder = recorder;
    this.stores = stores;
    this.wakes = wakes;
    this.watch = watch;
  }

  @Override
  public UpdateControl<SpinRun> reconcile(SpinRun run, Context<SpinRun> context) {
    if (context.isPrimaryResourceDeleted()) {
      stores.forget(run.getMetadata().getUid());
      Successors prepared = successors;
      if (prepared != null) {
        prepared.lookLater(ResourceID.fromResource(run));
      }
      return UpdateControl.noUpdate();
    }
    try (var timed = watch.begin();
        var namespace = MDC.putCloseable("namespace", run.getMetadata().getNamespace());
        var name = MDC.putCloseable("name", run.getMetadata().getName());
        var iteration = MDC.putCloseable("iteration", iteration(run))) {
      Optional<String> notUnderstood = NewerVersions.notUnderstood(run);
      if (notUnderstood.isPresent()) {
        actor.leaveAlone(run, notUnderstood.get(), observer.now());
        return UpdateControl.noUpdate();
      }
      Observed observed = observer.observe(run, context);
      Plan plan = planner.plan(observed);
      int tries = context.getRetryInfo().map(RetryInfo::getAttemptCount).orElse(0);
      plan =
          actor
              .act(plan, observed, tries)
              .map(obstacle -> planner.obstructed(observed, obstacle))
              .orElse(plan);
      recorder.record(observed, plan.status(), context);
      askNext(observed, plan.status());
      UpdateControl<SpinRun> done = UpdateControl.noUpdate();
      plan.lookAgainIn().ifPresent(done::rescheduleAfter);
      return done;
    }
  }

  /** The question that follows from the decision is asked now, not at the next look at the run. */
  private void askNext(Observed observed, SpinRunStatus status) {
    SpinRun run = observed.run();
    if (Observer.isAtRest(run, status) || Finalizer.isReleased(run)) {
      stores.forget(run.getMetadata().getUid());
    } else {
      stores.view(StoreQuestion.of(run, status, observed.jobs()));
    }
  }

  /**
   * A SpinRun has a finalizer only if its folder is to be deleted with it: therefore we are called
   * for objects that are being deleted, and look after the finalizer ourselves.
   */
  public static void configure(ControllerConfigurationOverrider<SpinRun> configuration) {
    configuration
        .withTriggerReconcilerOnAllEvents(true)
        .withGenerationAware(false)
        .withInformerListLimit(PAGE_OF_RUNS)
        .withOnUpdateFilter(WatchFilters::isNews);
  }

  @Override
  public List<EventSource<?, SpinRun>> prepareEventSources(EventSourceContext<SpinRun> context) {
    watch.count(context.getPrimaryCache());
    SimpleInboundEventSource<SpinRun> store = new SimpleInboundEventSource<>("store");
    Successors created = new Successors(context.getPrimaryCache());
    successors = created;
    wakes.to((namespace, name) -> store.propagateEvent(new ResourceID(name, namespace)));
    return List.of(
        informer(Job.class, "jobs", WatchFilters::isNews, context),
        informer(Pod.class, "pods", WatchFilters::isNews, context),
        store,
        created);
  }

  /** Pods are two steps away from their run: both kinds are mapped by our label. */
  private static <R extends HasMetadata> EventSource<R, SpinRun> informer(
      Class<R> type, String name, OnUpdateFilter<R> isNews, EventSourceContext<SpinRun> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, SpinRun.class)
            .withName(name)
            .withLabelSelector(Labels.RUN)
            .withInformerListLimit(PAGE_OF_PODS)
            .withOnUpdateFilter(isNews)
            .withSecondaryToPrimaryMapper(SpinRunReconciler::runOf)
            .build(),
        context);
  }

  private static Set<ResourceID> runOf(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return Set.of(new ResourceID(labels.get(Labels.RUN), object.getMetadata().getNamespace()));
  }

  private static String iteration(SpinRun run) {
    SpinRunStatus status = run.getStatus();
    return status == null ? "0" : Integer.toString(status.iteration());
  }
}

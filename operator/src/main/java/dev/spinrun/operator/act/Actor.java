package dev.spinrun.operator.act;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.operator.observe.Observed;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Notice;
import dev.spinrun.operator.plan.decision.Obstacle;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.operator.resource.Finalizer;
import dev.spinrun.operator.resource.Jobs;
import dev.spinrun.operator.resource.Labels;
import dev.spinrun.operator.resource.Names;
import dev.spinrun.operator.resource.Stamp;
import dev.spinrun.operator.store.StorePoller;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out a plan's actions: on the API server, in the store, and as events. */
public final class Actor {
  private static final Logger LOG = LoggerFactory.getLogger(Actor.class);

  /** What passes within seconds is not worth a status. */
  private static final int TRIES_UNTOLD = 2;

  private final KubernetesClient client;
  private final StorePoller stores;
  private final Events events;

  /** Called by many threads; closes nothing of what it is given. */
  public Actor(KubernetesClient client, StorePoller stores, Events events) {
    this.client = client;
    this.stores = stores;
    this.events = events;
  }

  /**
   * Carries out the actions in order.
   *
   * @param tries that have just failed
   * @return what stands in the way, if the cluster refuses one of them
   * @throws KubernetesClientException if the API server does not answer or fails, and has not done
   *     so for several tries
   */
  public Optional<Obstacle> act(Plan plan, Observed observed, int tries) {
    try {
      RunEffects effects = new RunEffects(observed);
      plan.actions().forEach(action -> action.by(effects));
      return Optional.empty();
    } catch (RefusedException e) {
      if (e.passing() != null && tries < TRIES_UNTOLD) {
        throw e.passing();
      }
      return Optional.of(e.obstacle());
    }
  }

  /**
   * Tells that a run is not understood, and does nothing else to it; but one that is being deleted
   * is let go.
   */
  public void leaveAlone(SpinRun run, String sentence, Instant now) {
    events.tell(run, new Notice(true, Reason.NOT_UNDERSTOOD.text(), sentence), now);
    if (run.getMetadata().getDeletionTimestamp() != null && Finalizer.isOn(run)) {
      hold(run, false);
    }
  }

  private void hold(SpinRun run, boolean held) {
    client
        .resource(run)
        .edit(
            there -> {
              there.getMetadata().setFinalizers(Finalizer.changed(there, held));
              return there;
            });
    LOG.info("{} the finalizer {}", held ? "Set" : "Removed", Finalizer.NAME);
  }

  private final class RunEffects implements Action.Effects {
    private final Observed observed;
    private final String namespace;

    RunEffects(Observed observed) {
      this.observed = observed;
      this.namespace = observed.run().getMetadata().getNamespace();
    }

    @Override
    public void create(HasMetadata object) {
      try {
        client.resource(object).create();
        LOG.info("Created {} {}", object.getKind(), object.getMetadata().getName());
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw new RefusedException(Reason.FAILED_CREATE, name(object) + " cannot be created", e);
        }
        HasMetadata there = client.resource(object).get();
        // Gone again between the two calls: the next look at the run creates it.
        if (there != null && !Stamp.isSame(object, there)) {
          throw new RefusedException(
              new Obstacle(
                  Reason.NAME_CONFLICT,
                  "%s is there, but was not made for this attempt. Delete it, or give the run another name."
                      .formatted(name(object))));
        }
      }
    }

    @Override
    public void suspend(String name, boolean suspended) {
      ScalableResource<Job> job = client.batch().v1().jobs().inNamespace(namespace).withName(name);
      update(
          "Job %s cannot be %s".formatted(name, suspended ? "suspended" : "resumed"),
          () -> {
            Job there = job.get();
            if (there != null && !Jobs.isFinished(there) && Jobs.isSuspended(there) != suspended) {
              job.edit(j -> new JobBuilder(j).editSpec().withSuspend(suspended).endSpec().build());
              LOG.info("{} Job {}", suspended ? "Suspended" : "Resumed", name);
            }
          });
    }

    @Override
    public void delete(String name) {
      update(
          "Job %s cannot be deleted".formatted(name),
          () ->
              client
                  .batch()
                  .v1()
                  .jobs()
                  .inNamespace(namespace)
                  .withName(name)
                  .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                  .delete());
      LOG.info("Deleted Job {}", name);
    }

    @Override
    public void deleteAll() {
      SpinRun run = observed.run();
      client
          .batch()
          .v1()
          .jobs()
          .inNamespace(namespace)
          .withLabel(Labels.RUN, run.getMetadata().getName())
          .list()
          .getItems()
          .stream()
          .filter(job -> Names.isOwnedBy(job, run))
          .forEach(job -> delete(job.getMetadata().getName()));
    }

    @Override
    public void hold(boolean held) {
      update(
          "The finalizer of the run cannot be changed",
          () -> Actor.this.hold(observed.run(), held));
    }

    @Override
    public void tell(Notice notice) {
      events.tell(observed.run(), notice, observed.now());
    }

    @Override
    public void inStore(StoreTask task) {
      stores.submit(observed.store().question(), task);
    }
  }

  private static void update(String what, Runnable call) {
    try {
      call.run();
    } catch (KubernetesClientException e) {
      throw new RefusedException(Reason.FAILED_UPDATE, what, e);
    }
  }

  private static String name(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}

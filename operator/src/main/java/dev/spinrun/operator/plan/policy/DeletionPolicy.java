package dev.spinrun.operator.plan.policy;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.crds.spec.Retention.OnDelete;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.plan.decision.Action;
import dev.spinrun.operator.plan.decision.Decision;
import dev.spinrun.operator.plan.decision.Decision.Extent;
import dev.spinrun.operator.plan.decision.Notice;
import dev.spinrun.operator.plan.decision.Reason;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.operator.plan.decision.Verdict;
import dev.spinrun.operator.plan.situation.Policy;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.Finalizer;
import dev.spinrun.operator.resource.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A run that is being deleted and wants its folder deleted too. Its pods go first, since they write
 * there. It never holds the object for longer than a fixed time, and lets go at once when waiting
 * cannot help: in a namespace that is deleted the Secret is often gone first.
 */
public final class DeletionPolicy implements Policy {
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Set<StoreFailure> HOPELESS =
      EnumSet.of(
          StoreFailure.CREDENTIALS_SECRET_MISSING,
          StoreFailure.CREDENTIALS_SECRET_INVALID,
          StoreFailure.CREDENTIALS_REJECTED,
          StoreFailure.ACCESS_DENIED,
          StoreFailure.NO_SUCH_BUCKET,
          StoreFailure.WRONG_REGION,
          StoreFailure.REFUSED);

  @Override
  public Optional<Decision> decide(Situation s) {
    String since = s.run().getMetadata().getDeletionTimestamp();
    if (since == null) {
      return Optional.empty();
    }
    if (!Finalizer.isOn(s.run())) {
      return Optional.of(deleting(s, "The run is being deleted.").withExtent(Extent.STATUS).rest());
    }
    if (s.spec().retention().onDelete() == OnDelete.KEEP) {
      return Optional.of(release(s));
    }
    StoreProblem problem = s.store().problem();
    if (problem != null && HOPELESS.contains(problem.kind())) {
      return Optional.of(leave(s, problem.message()));
    }
    if (Instant.parse(since).plus(LONGEST).isBefore(s.now())) {
      return Optional.of(
          leave(s, "It was not done within %d minutes.".formatted(LONGEST.toMinutes())));
    }
    return Optional.of(delete(s));
  }

  private static Decision delete(Situation s) {
    List<Action> actions = new ArrayList<>();
    s.observed().jobs().forEach(job -> actions.add(new Action.Delete(job.getMetadata().getName())));
    if (!actions.isEmpty() || s.observed().pods().stream().anyMatch(Jobs::isAlive)) {
      return deleting(s, "Pods are stopping; then the run's folder in the store is deleted.")
          .withActions(actions)
          .lookAgainIn(Decision.SOON);
    }
    if (!s.store().isAnswered()) {
      return deleting(s, "The run's folder is to be deleted; the store has not answered yet.")
          .lookAgainIn(Decision.SHORTLY);
    }
    // The last document of the folder in the order in which it is deleted.
    return s.facts().identified()
        ? deleting(s, "The run's folder in the store is being deleted.")
            .withActions(List.of(new Action.InStore(new StoreTask.DeleteFolder(s.layout().root()))))
            .lookAgainIn(Decision.SHORTLY)
        : release(s);
  }

  private static Decision release(Situation s) {
    return deleting(s, "The run is being deleted.")
        .withActions(List.of(new Action.Hold(false)))
        .withExtent(Extent.NOTHING)
        .rest();
  }

  private static Decision leave(Situation s, String why) {
    Notice notice =
        new Notice(
            true,
            Reason.STORE_NOT_CLEANED.text(),
            "%s stays in the store: %s Delete it by hand."
                .formatted(s.uri(s.layout().root()), why));
    return deleting(s, notice.message())
        .withActions(List.of(new Action.Tell(notice), new Action.Hold(false)))
        .withExtent(Extent.NOTHING)
        .rest();
  }

  private static Decision deleting(Situation s, String message) {
    return Decision.of(s.status(), new Verdict(s.status().phase(), Reason.DELETING, message));
  }
}

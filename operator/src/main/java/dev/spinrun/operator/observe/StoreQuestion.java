package dev.spinrun.operator.observe;

import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.spec.ParentIteration;
import dev.spinrun.operator.resource.Jobs;
import dev.spinrun.operator.resource.Names;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be looked up in the store for a run at one point of its way.
 *
 * @param credentialsSecret name of the Secret with the credentials; absent for the platform's
 *     identity
 * @param stage the stage in progress or about to start
 * @param started whether an attempt at this iteration has begun
 * @param candidateAttempt attempt whose candidate is of interest; 0 if there is none yet
 * @param revision of the iteration's plan
 * @param amendedRevision revision that it amends; the same where it amends none
 * @param ended whether the run is over
 * @param working whether a Job is at work: until it ends only its progress is of interest
 * @param complete whether that Job is complete: the answer to this question is of after its end,
 *     whatever the clocks of cluster, store and operator say
 * @param parent where the run lies that this one branches off from
 * @param parentIteration which of its iterations
 */
@RecordBuilder
public record StoreQuestion(
    RunLayout layout,
    Storage storage,
    @Nullable String credentialsSecret,
    int iteration,
    Stage stage,
    boolean started,
    int attempt,
    int candidateAttempt,
    int revision,
    int amendedRevision,
    boolean ended,
    boolean working,
    boolean complete,
    @Nullable RunLayout parent,
    int parentIteration)
    implements StoreQuestionBuilder.With {

  /** What the run wants to know in this status, if its Job is not complete. */
  public static StoreQuestion of(SpinRun run, SpinRunStatus status) {
    return of(run, status, List.of());
  }

  /** What the run wants to know in this status, given its Jobs. */
  public static StoreQuestion of(SpinRun run, SpinRunStatus status, List<Job> jobs) {
    var meta = run.getMetadata();
    var storage = run.getSpec().storage();
    Stage stage = Names.stage(run.getSpec(), status);
    IterationInProgress current = status.current();
    ParentIteration from = run.getSpec().model().from();
    return new StoreQuestion(
        new RunLayout(meta.getNamespace(), meta.getName(), meta.getUid()),
        storage.settings(),
        storage.credentialsSecret(),
        status.iteration(),
        stage,
        current.stage() != null,
        current.attempt(),
        current.candidateAttemptIn(
            stage, Stage.sequence(run.getSpec().method(), status.iteration())),
        current.revision(),
        current.planRevision().amends(),
        status.phase().isEnd(),
        current.job() != null && !status.phase().isEnd(),
        jobs.stream()
            .filter(job -> job.getMetadata().getName().equals(current.job()))
            .anyMatch(Jobs::isComplete),
        parent(run, status),
        from == null ? 0 : from.iteration());
  }

  /** Whether this is the same question as one that was asked before a Job began to work. */
  public boolean isWorkOn(StoreQuestion earlier) {
    return working && !earlier.working && equals(earlier.atWork());
  }

  /** With a Job of its stage at work, which is also the first one that the iteration may have. */
  private StoreQuestion atWork() {
    return withStarted(true).withWorking(true);
  }

  private static @Nullable RunLayout parent(SpinRun run, SpinRunStatus status) {
    ParentIteration from = run.getSpec().model().from();
    String uid = status.parentUid();
    return from == null || uid == null
        ? null
        : new RunLayout(run.getMetadata().getNamespace(), from.run(), uid);
  }

  /** Where the diffusers folder of the candidate lies. */
  public String candidateKey() {
    return layout.candidate(iteration, candidateAttempt);
  }
}

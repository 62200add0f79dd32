package dev.spinrun.operator.plan;

import dev.spinrun.contract.cost.ModelWork;
import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.life.IterationInProgress;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.operator.SpinRuns;
import dev.spinrun.operator.observe.Observed;
import dev.spinrun.operator.observe.StoreFacts;
import dev.spinrun.operator.observe.StoreProblem;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.observe.TotalProgress;
import dev.spinrun.operator.plan.decision.Plan;
import dev.spinrun.operator.resource.Names;
import dev.spinrun.operator.resource.Platform;
import dev.spinrun.operator.resource.StageJob;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A run in a situation, built up in words. */
final class Scene {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String IMAGE = "trainer:1";
  static final String DIGEST = "sha256:" + "c".repeat(64);
  static final String OTHER_DIGEST = "sha256:" + "d".repeat(64);

  private String yaml = SpinRuns.SMALL;
  private SpinRunStatus status = SpinRunStatus.initial();
  private UnaryOperator<Job> job = UnaryOperator.identity();
  private final List<Function<SpinRun, Job>> others = new ArrayList<>();
  private boolean hasJob;
  private boolean notRecorded;
  private boolean answered = true;
  private final List<UnaryOperator<PodBuilder>> pods = new ArrayList<>();
  private final Map<String, String> warnings = new HashMap<>();
  private Instant now = NOW;
  private Instant askedAt = NOW.minusSeconds(1);
  private StoreProblem problem;

  private final StoredThings stored = new StoredThings();
  private SpinRun parentRun;
  private UnaryOperator<String> frozenAs = UnaryOperator.identity();

  private Scene() {}

  /** A run that was just created, on a store that is empty. */
  static Scene created() {
    return new Scene();
  }

  /** A run at the start of an iteration whose predecessor is promoted. */
  static Scene starting(int iteration) {
    Scene scene = new Scene();
    scene.stored.identified = true;
    scene.stored.predecessors = iteration > 0;
    scene.status =
        scene.status.withIteration(iteration).withCurrent(c -> c.started(NOW.minusSeconds(600)));
    return scene;
  }

  /** A run in a stage whose Job is recorded and at work. */
  static Scene in(int iteration, Stage stage) {
    Scene scene = starting(iteration).frozen();
    scene.status = scene.status.withPhase(Phase.RUNNING);
    scene.current(
        c -> c.withStage(stage).withStageStartedAt(NOW.minusSeconds(300)).withJobsStarted(1));
    if (stage == Stage.PROMOTE || stage == Stage.EVALUATE) {
      scene.current(c -> c.withCandidateAttempt(1));
      scene.candidate();
    }
    if (stage == Stage.PROMOTE) {
      scene.evaluated();
      scene.status = scene.status.withCandidate(StoredThings.measured(iteration, 1));
    } else {
      scene.hasJob = true;
    }
    return scene;
  }

  Scene frozen() {
    stored.frozen = true;
    return this;
  }

  /** The iteration was frozen when the spec was another one. */
  Scene frozenAs(String from, String to) {
    frozenAs = y -> y.replace(from, to);
    return this;
  }

  Scene identified() {
    stored.identified = true;
    return this;
  }

  Scene spec(String line) {
    yaml = yaml.replace("spec:\n", "spec:\n  " + line + "\n");
    return this;
  }

  Scene spec(String from, String to) {
    yaml = yaml.replace(from, to);
    return this;
  }

  Scene annotation(String key, String value) {
    return metadata("annotations: {%s: '%s'}".formatted(key, value));
  }

  Scene metadata(String entry) {
    yaml = yaml.replace("metadata: {", "metadata: {" + entry + ", ");
    return this;
  }

  Scene label(String label) {
    yaml = yaml.replace("metadata: {", "metadata: {labels: {" + label + "}, ");
    return this;
  }

  Scene status(UnaryOperator<SpinRunStatus> change) {
    status = change.apply(status);
    return this;
  }

  /** Changes the iteration in progress. */
  Scene current(UnaryOperator<IterationInProgress> change) {
    status = status.withCurrent(change);
    return this;
  }

  Scene later(Duration duration) {
    now = now.plus(duration);
    askedAt = now.minusSeconds(1);
    return this;
  }

  Scene withoutJob() {
    hasJob = false;
    return this;
  }

  /** A second Job is there. */
  Scene alsoJob(Stage stage, int attempt) {
    others.add(
        run ->
            JobStates.known(
                new StageJob(
                    run, Platform.of(IMAGE), stored.frozen ? plan(run) : null, stage, attempt, 1)));
    return this;
  }

  Scene notRecorded() {
    current(c -> c.withJob(null));
    notRecorded = true;
    return this;
  }

  Scene suspendedJob() {
    job = JobStates.suspended();
    return this;
  }

  Scene complete() {
    job = JobStates.ended("Complete", "CompletionsReached", NOW.minusSeconds(60));
    return this;
  }

  Scene failed() {
    job = JobStates.ended("Failed", "BackoffLimitExceeded", NOW.minusSeconds(5));
    return this;
  }

  Scene pod(UnaryOperator<PodBuilder> change) {
    pods.add(change);
    return this;
  }

  Scene withoutPods() {
    pods.clear();
    return this;
  }

  /** Whether the run's clock stands. */
  boolean isIdle() {
    return status.phase() != Phase.PENDING && status.phase() != Phase.RUNNING;
  }

  Scene podRuns() {
    return pod(PodStates.runs());
  }

  Scene podEnded(int exitCode, String reason, String message) {
    return pod(PodStates.ended(exitCode, reason, message));
  }

  Scene podDisrupted(String reason) {
    return pod(PodStates.disrupted(reason));
  }

  Scene podWaits(String reason, String message, Instant since) {
    return pod(PodStates.waits(reason, message, since));
  }

  Scene podUnschedulable(String message) {
    return pod(PodStates.unschedulable(message));
  }

  /** The newest event about the object of this name; its uid is its name. */
  Scene warns(String name, String event) {
    warnings.put(name, event);
    return this;
  }

  Scene unanswered() {
    answered = false;
    return this;
  }

  Scene problem(StoreFailure kind, String message) {
    problem = new StoreProblem(kind, message);
    return this;
  }

  Scene prepared() {
    stored.prepared = true;
    return candidate();
  }

  Scene examples(int inTheDataSet) {
    stored.examples = inTheDataSet;
    return this;
  }

  /** Of a large data set only what these trainings read is prepared. */
  Scene preparedFor(Reading... readings) {
    stored.readings = List.of(readings);
    return examples(1_000_000);
  }

  Scene shards(int committed) {
    stored.shards = committed;
    return this;
  }

  Scene candidate() {
    stored.candidate(Map.of("step", "4"));
    return this;
  }

  Scene candidate(String attribute, String value) {
    stored.candidate(Map.of(attribute, value));
    return this;
  }

  /** The base model's manifest tells what its networks take, and of so many prompts. */
  Scene baseModel(ModelWork work, int prompts) {
    Map<String, String> attributes =
        Map.of("modelWork", work.attribute(), "prompts", Integer.toString(prompts));
    stored.baseAttributes = attributes;
    stored.candidate(attributes);
    return this;
  }

  Scene candidateGone() {
    stored.candidate = null;
    return this;
  }

  Scene evaluated() {
    stored.evaluated(StoredThings.WON, StoredThings.WON);
    return this;
  }

  Scene evaluated(Comparison againstOpponent, Comparison againstBase) {
    stored.evaluated(againstOpponent, againstBase);
    return this;
  }

  Scene promoted(String digest) {
    int iteration = status.iteration();
    stored.promoted = StoredThings.record(iteration, digest);
    return this;
  }

  Scene outcome(Outcome.Result result) {
    stored.outcome =
        new Outcome(
            1, status.iteration(), result, null, 1, NOW, null, null, null, null, null, null, null);
    return this;
  }

  Scene progress(TotalProgress value) {
    stored.progress = value;
    return this;
  }

  Scene defect(String sentence) {
    stored.defect = sentence;
    return this;
  }

  /** The run that model.from names, as the API server has it. */
  Scene parentRun(String yaml) {
    parentRun = SpinRuns.of(yaml);
    return this;
  }

  /** Its promoted iteration, as the store has it. */
  Scene parentRecord(int iteration) {
    stored.parent = StoredThings.record(iteration, OTHER_DIGEST);
    return this;
  }

  Plan plan() {
    return new Planner(Platform.of(IMAGE)).plan(observed());
  }

  /** The plan once its status is on record and nothing else has changed. */
  Plan planAfter(Plan first) {
    Observed observed = observed();
    SpinRun run = observed.run();
    run.setStatus(first.status());
    return new Planner(Platform.of(IMAGE))
        .plan(
            new Observed(
                run,
                observed.jobs(),
                observed.pods(),
                observed.warnings(),
                view(run),
                parentRun,
                now));
  }

  Observed observed() {
    SpinRun run = SpinRuns.of(yaml);
    SpinRunStatus built = status;
    run.setStatus(built);
    FrozenPlan plan = stored.frozen ? plan(run) : null;
    Stage stage = Names.stage(run.getSpec(), built);
    List<Job> jobs = new ArrayList<>();
    others.forEach(other -> jobs.add(other.apply(run)));
    if (hasJob || !pods.isEmpty()) {
      Job current =
          job.apply(
              JobStates.known(
                  new StageJob(
                      run, Platform.of(IMAGE), plan, stage, built.current().attempt(), 1)));
      if (hasJob) {
        jobs.add(current);
      }
      if (built.current().stage() != null
          && !notRecorded
          && built.current().stage() != Stage.PROMOTE) {
        String name = current.getMetadata().getName();
        built = built.withCurrent(c -> c.withJob(name));
      }
      run.setStatus(built);
      return new Observed(
          run, jobs, PodStates.of(current, pods), warnings, view(run), parentRun, now);
    }
    run.setStatus(built);
    return new Observed(run, jobs, List.of(), warnings, view(run), parentRun, now);
  }

  private StoreView view(SpinRun run) {
    StoreQuestion question = StoreQuestion.of(run, run.getStatus());
    // The plan of a revision that the run has moved on to is not frozen yet.
    boolean isFrozen = stored.frozen && question.revision() == status.current().revision();
    boolean amends = question.amendedRevision() != question.revision();
    FrozenPlan plan = stored.frozen ? plan(run) : null;
    StoreFacts facts =
        stored.facts(question.iteration(), isFrozen ? plan : null, amends ? plan : null);
    return answered
        ? new StoreView(question, askedAt, facts, problem)
        : StoreView.unanswered(question);
  }

  /** As the spec stood at the start of the iteration, unless {@link #frozenAs} says otherwise. */
  private FrozenPlan plan(SpinRun run) {
    SpinRun then = SpinRuns.of(frozenAs.apply(yaml));
    then.setStatus(run.getStatus().withCurrent(c -> c.withAmendment(null).withRevision(0)));
    return Plans.frozen(then, stored);
  }
}

package dev.spinrun.runstore.plan;

import dev.spinrun.runstore.json.Document;
import dev.spinrun.runstore.json.MalformedDocumentException;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the stages of one iteration do, frozen when the iteration starts. The digest of
 * its bytes ties checkpoints and candidates to it.
 *
 * @param modelUri diffusers folder of the base model
 * @param opponent the checkpoint that draws and that the candidate starts from; absent in iteration
 *     0 only
 * @param base iteration 0's checkpoint; absent in iteration 0 only
 * @param origin where the base model comes from, if from another run
 * @param revision absent in the plan that an iteration begins with: see {@link #revisionOrFirst}
 * @param checkpointsKept training checkpoints that are kept, the newest ones; absent for all
 * @throws IllegalArgumentException naming every problem at once
 */
public record IterationPlan(
    int schema,
    Run run,
    Method method,
    int iteration,
    Storage storage,
    String modelUri,
    Data data,
    Sampling sampling,
    Training training,
    Evaluation evaluation,
    @Nullable Predecessor opponent,
    @Nullable Predecessor base,
    @Nullable Origin origin,
    @Nullable Revision revision,
    @Nullable Integer checkpointsKept) {

  public IterationPlan {
    Problems problems = new Problems();
    problems.unless(iteration >= 0, "iteration must be at least 0 (was %d)", iteration);
    problems.unless(
        (iteration == 0) == (opponent == null) && (iteration == 0) == (base == null),
        "opponent and base must be given from iteration 1 on, and not in iteration 0");
    run.check(problems);
    problems.unless(!storage.uri().isBlank(), "storage.uri must not be empty");
    problems.unless(!modelUri.isBlank(), "modelUri must not be empty");
    data.check(problems);
    sampling.check(problems);
    training.check(problems);
    problems.unless(
        training.snrGamma() == null || method == Method.SFT,
        "train.snrGamma is of method Sft only");
    problems.unless(
        training.opponents() == Opponents.LATEST || method == Method.SPIN,
        "train.opponents is of method Spin only");
    evaluation.check(problems);
    problems.throwIfAny();
  }

  /**
   * The plan that these bytes hold; {@code where} names them in errors.
   *
   * @throws MalformedDocumentException naming every problem at once
   */
  public static IterationPlan read(byte[] bytes, String where) {
    Document document = Document.parse(bytes, where);
    Problems problems = new Problems();
    problems.addAll(document.misfits(IterationPlan.class));
    if (problems.isEmpty()) {
      return document.as(IterationPlan.class);
    }
    // No plan, but what is whole of it is checked all the same.
    document.part("run", Run.class).ifPresent(run -> run.check(problems));
    document.part("data", Data.class).ifPresent(data -> data.check(problems));
    document.part("sampling", Sampling.class).ifPresent(sampling -> sampling.check(problems));
    document.part("training", Training.class).ifPresent(training -> training.check(problems));
    document.part("evaluation", Evaluation.class).ifPresent(eval -> eval.check(problems));
    throw document.refused(IterationPlan.class, problems.sentence());
  }

  /** The revision, also of a plan that does not name it. */
  public Revision revisionOrFirst() {
    return revision == null ? Revision.FIRST : revision;
  }

  /** The same settings as another revision, with which only the training may differ. */
  public IterationPlan revised(Training changed, Revision as) {
    return new IterationPlan(
        schema,
        run,
        method,
        iteration,
        storage,
        modelUri,
        data,
        sampling,
        changed,
        evaluation,
        opponent,
        base,
        origin,
        as.equals(Revision.FIRST) ? null : as,
        checkpointsKept);
  }

  /** The opponent of an iteration that has one. */
  public Predecessor requireOpponent() {
    if (opponent == null) {
      throw new IllegalStateException("iteration " + iteration + " has no opponent");
    }
    return opponent;
  }
}

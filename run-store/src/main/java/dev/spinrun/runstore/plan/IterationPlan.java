package dev.spinrun.runstore.plan;

import dev.spinrun.runstore.json.Documents;
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
    problems.present("run", run);
    problems.present("method", method);
    if (problems.present("storage", storage)) {
      problems.unless(!blank(storage.uri()), "storage.uri must not be empty");
    }
    problems.unless(!blank(modelUri), "modelUri must not be empty");
    if (problems.present("data", data)) {
      data.check(problems);
    }
    if (problems.present("sampling", sampling)) {
      sampling.check(problems);
    }
    if (problems.present("training", training)) {
      training.check(problems);
      problems.unless(
          training.snrGamma() == null || method == Method.SFT,
          "train.snrGamma is of method Sft only");
      problems.unless(
          training.opponents() == Opponents.LATEST || method == Method.SPIN,
          "train.opponents is of method Spin only");
    }
    if (problems.present("evaluation", evaluation)) {
      evaluation.check(problems);
    }
    problems.throwIfAny();
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /** The plan that these bytes hold; {@code where} names them in errors. */
  public static IterationPlan read(byte[] bytes, String where) {
    return Documents.read(bytes, IterationPlan.class, where);
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

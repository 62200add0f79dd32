package dev.spinrun.contract.plan;

import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.json.Document;
import dev.spinrun.contract.json.MalformedDocumentException;
import dev.spinrun.contract.schema.Bounds;
import dev.spinrun.contract.schema.DecimalBounds;
import dev.spinrun.contract.schema.Problems;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Evaluate;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Opponents;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.contract.settings.Train;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the stages of one iteration do, frozen when the iteration starts. The digest of
 * its bytes ties checkpoints and candidates to it.
 *
 * @param modelUri diffusers folder of the base model
 * @param gateConfidence level of the bootstrap intervals; absent for {@link #DEFAULT_CONFIDENCE}
 * @param opponent the checkpoint that draws and that the candidate starts from; absent in iteration
 *     0 only
 * @param base iteration 0's checkpoint; absent in iteration 0 only
 * @param origin where the base model comes from, if from another run
 * @param revision absent in the plan that an iteration begins with: see {@link #revisionOrFirst}
 * @param checkpointsKept training checkpoints that are kept, the newest ones
 * @param laterReadings what the iterations to come read, as far as it was known; in iteration 0
 *     only
 */
@RecordBuilder
public record IterationPlan(
    int schema,
    Run run,
    Method method,
    int iteration,
    Storage storage,
    String modelUri,
    Data data,
    Prepare prepare,
    Generate generate,
    Train train,
    Evaluate evaluate,
    @Nullable Decimal gateConfidence,
    @Nullable Predecessor opponent,
    @Nullable Predecessor base,
    @Nullable Origin origin,
    @Nullable Revision revision,
    int checkpointsKept,
    @Nullable List<Reading> laterReadings)
    implements IterationPlanBuilder.With {
  /** Level of the intervals of a report, as is usual. */
  public static final double DEFAULT_CONFIDENCE = 0.95;

  private static final DecimalBounds CONFIDENCE = new DecimalBounds("", "0.5", "", "1");

  /**
   * A plan that can be carried out.
   *
   * @throws IllegalArgumentException naming every problem at once
   */
  public IterationPlan {
    Problems problems = new Problems();
    problems.unless(iteration >= 0, "iteration must be at least 0 (was %d)", iteration);
    problems.unless(
        (iteration == 0) == (opponent == null) && (iteration == 0) == (base == null),
        "opponent and base must be given from iteration 1 on, and not in iteration 0");
    problems.unless(
        (iteration == 0) == (laterReadings != null),
        "laterReadings must be given in iteration 0, and in no other");
    problems.unless(!modelUri.isBlank(), "modelUri must not be empty");
    Bounds.check("run", run, problems);
    Bounds.check("storage", storage, problems);
    Bounds.check("data", data, problems);
    Bounds.check("prepare", prepare, problems);
    Bounds.check("generate", generate, problems);
    Bounds.check("train", train, problems);
    Bounds.check("evaluate", evaluate, problems);
    problems.unless(
        train.snrGamma() == null || method == Method.SFT, "train.snrGamma is of method Sft only");
    problems.unless(
        train.opponents() == Opponents.LATEST || method == Method.SPIN,
        "train.opponents is of method Spin only");
    problems.unless(
        gateConfidence == null || CONFIDENCE.allow(gateConfidence),
        "promotion.gate.confidence must be %s (was %s)",
        CONFIDENCE.inWords(),
        gateConfidence);
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
    for (RecordComponent part : IterationPlan.class.getRecordComponents()) {
      if (part.getType().isRecord()) {
        document
            .part(part.getName(), part.getType().asSubclass(Record.class))
            .ifPresent(settings -> Bounds.check(part.getName(), settings, problems));
      }
    }
    throw document.refused(IterationPlan.class, problems.sentence());
  }

  /** The revision, also of a plan that does not name it. */
  public Revision revisionOrFirst() {
    return revision == null ? Revision.FIRST : revision;
  }

  /** What the iteration's training reads. */
  public Reading reading() {
    return new Reading(iteration, train.seed(), train.examplesSeen());
  }

  /** What the data set must be prepared for: in iteration 0 for all iterations to come. */
  public List<Reading> readingsToPrepare() {
    return laterReadings == null ? List.of(reading()) : laterReadings;
  }

  /** Level of the bootstrap intervals, above 0.5 and below 1. */
  public double confidence() {
    return gateConfidence == null ? DEFAULT_CONFIDENCE : gateConfidence.value();
  }

  /** Whether an example has the same image in both, for plans of the same iteration. */
  public boolean drawsSame(IterationPlan other) {
    return generate.drawsSame(other.generate) && train.opponents() == other.train.opponents();
  }

  /** The same settings as another revision, with which only the training may differ. */
  public IterationPlan revised(Train changed, Revision as) {
    return withTrain(changed).withRevision(as.equals(Revision.FIRST) ? null : as);
  }

  /** Iteration 0's checkpoint, in an iteration that knows it. */
  public Predecessor requireBase() {
    if (base == null) {
      throw new IllegalStateException("iteration " + iteration + " has no base");
    }
    return base;
  }

  /** The opponent of an iteration that has one. */
  public Predecessor requireOpponent() {
    if (opponent == null) {
      throw new IllegalStateException("iteration " + iteration + " has no opponent");
    }
    return opponent;
  }
}

package dev.spinrun.operator.plan;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunSpec;
import dev.spinrun.crds.spec.Evaluate;
import dev.spinrun.crds.spec.Generate;
import dev.spinrun.crds.spec.Train;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.plan.Data;
import dev.spinrun.runstore.plan.Evaluation;
import dev.spinrun.runstore.plan.IterationPlan;
import dev.spinrun.runstore.plan.Method;
import dev.spinrun.runstore.plan.Run;
import dev.spinrun.runstore.plan.Sampler;
import dev.spinrun.runstore.plan.Sampling;
import dev.spinrun.runstore.plan.Schedule;
import dev.spinrun.runstore.plan.ScorerName;
import dev.spinrun.runstore.plan.Storage;
import dev.spinrun.runstore.plan.Training;
import dev.spinrun.runstore.record.OpponentRecord;
import org.jspecify.annotations.Nullable;

/** The settings of an iteration, as the spec stands when it starts. */
final class PlanFactory {
  private PlanFactory() {}

  /**
   * The plan of an iteration.
   *
   * @throws IllegalArgumentException naming every problem of the spec
   */
  static IterationPlan plan(
      SpinRun run,
      int iteration,
      @Nullable OpponentRecord previous,
      @Nullable OpponentRecord base) {
    SpinRunSpec spec = run.getSpec();
    var meta = run.getMetadata();
    return new IterationPlan(
        Documents.SCHEMA,
        new Run(meta.getNamespace(), meta.getName(), meta.getUid()),
        Method.valueOf(spec.method().name()),
        iteration,
        new Storage(spec.storage().uri(), spec.storage().endpoint(), spec.storage().region()),
        spec.model().uri(),
        new Data(spec.data().uri(), spec.data().resolution(), spec.prepare().batchSize()),
        sampling(spec.generate()),
        training(spec.train()),
        evaluation(spec.evaluate()),
        previous == null ? null : previous.asPredecessor(),
        base == null ? null : base.asPredecessor());
  }

  private static Sampling sampling(Generate generate) {
    return new Sampling(
        Sampler.valueOf(generate.sampler().name()),
        generate.steps(),
        Double.parseDouble(generate.guidanceScale()),
        generate.batchSize(),
        generate.workers());
  }

  private static Training training(Train train) {
    return new Training(
        train.steps(),
        train.batchSize(),
        train.microBatchSize(),
        Double.parseDouble(train.learningRate()),
        Schedule.valueOf(train.schedule().name()),
        train.warmupSteps(),
        Double.parseDouble(train.beta()),
        Double.parseDouble(train.sftWeight()),
        Double.parseDouble(train.ema()),
        Double.parseDouble(train.promptDropout()),
        train.checkpointEverySteps(),
        train.seed());
  }

  private static Evaluation evaluation(Evaluate evaluate) {
    return new Evaluation(
        evaluate.prompts(),
        evaluate.seed(),
        evaluate.imagesPerPrompt(),
        evaluate.workers(),
        evaluate.scorers().stream()
            .map(s -> new Evaluation.ScorerRef(ScorerName.valueOf(s.name().name()), s.uri()))
            .toList());
  }
}

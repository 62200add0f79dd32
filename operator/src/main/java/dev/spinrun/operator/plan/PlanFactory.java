package dev.spinrun.operator.plan;

import dev.spinrun.crds.SpinRunSpec;
import dev.spinrun.crds.spec.Evaluate;
import dev.spinrun.crds.spec.Gate;
import dev.spinrun.crds.spec.Generate;
import dev.spinrun.crds.spec.IterationOverride;
import dev.spinrun.crds.spec.Model;
import dev.spinrun.crds.spec.Train;
import dev.spinrun.crds.status.Amendment;
import dev.spinrun.operator.resource.FrozenPlan;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.layout.RunLayout;
import dev.spinrun.runstore.plan.Data;
import dev.spinrun.runstore.plan.Evaluation;
import dev.spinrun.runstore.plan.IterationPlan;
import dev.spinrun.runstore.plan.Lora;
import dev.spinrun.runstore.plan.Loss;
import dev.spinrun.runstore.plan.Method;
import dev.spinrun.runstore.plan.MixedPrecision;
import dev.spinrun.runstore.plan.Opponents;
import dev.spinrun.runstore.plan.Origin;
import dev.spinrun.runstore.plan.PairNoise;
import dev.spinrun.runstore.plan.Predecessor;
import dev.spinrun.runstore.plan.Revision;
import dev.spinrun.runstore.plan.Run;
import dev.spinrun.runstore.plan.Sampler;
import dev.spinrun.runstore.plan.Sampling;
import dev.spinrun.runstore.plan.Schedule;
import dev.spinrun.runstore.plan.ScorerName;
import dev.spinrun.runstore.plan.Storage;
import dev.spinrun.runstore.plan.Training;
import dev.spinrun.runstore.record.OpponentRecord;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of an iteration, as the spec stands when it starts. */
final class PlanFactory {
  /** Stands for opponents that do not exist yet, where only settings are checked. */
  private static final Predecessor UNKNOWN = new Predecessor(0, "-", "-", "-");

  private PlanFactory() {}

  /**
   * The plan of the iteration and revision that the run is in.
   *
   * @throws IllegalArgumentException naming every problem of the spec
   */
  static IterationPlan plan(Situation s) {
    Amendment amendment = s.status().amendment();
    Revision revision = Amendments.revision(s.status().revision(), amendment);
    FrozenPlan amended = s.facts().amendedPlan();
    if (amendment != null && amended != null) {
      return Amendments.amended(amended.plan(), amendment, revision);
    }
    if (s.iteration() == 0) {
      // What is wrong with a later iteration is told before the first one has cost anything.
      checkLater(s);
      return plan(s, 0, revision, null, null);
    }
    return plan(
        s,
        s.iteration(),
        revision,
        predecessor(s.facts().previous()),
        predecessor(s.facts().base()));
  }

  private static void checkLater(Situation s) {
    for (int later = 1; later <= s.spec().iterations(); later++) {
      try {
        plan(s, later, Revision.FIRST, UNKNOWN, UNKNOWN);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("iteration " + later + ": " + e.getMessage(), e);
      }
    }
  }

  private static @Nullable Predecessor predecessor(@Nullable OpponentRecord record) {
    return record == null ? null : record.asPredecessor();
  }

  private static IterationPlan plan(
      Situation s,
      int iteration,
      Revision revision,
      @Nullable Predecessor previous,
      @Nullable Predecessor base) {
    SpinRunSpec spec = s.spec();
    var meta = s.run().getMetadata();
    Optional<IterationOverride> override = override(spec, iteration);
    Generate generate =
        override
            .map(IterationOverride::generate)
            .map(o -> o.over(spec.generate()))
            .orElse(spec.generate());
    Train train =
        override.map(IterationOverride::train).map(o -> o.over(spec.train())).orElse(spec.train());
    return new IterationPlan(
        Documents.SCHEMA,
        new Run(meta.getNamespace(), meta.getName(), meta.getUid()),
        Method.valueOf(spec.method().name()),
        iteration,
        new Storage(spec.storage().uri(), spec.storage().endpoint(), spec.storage().region()),
        modelUri(s),
        data(spec),
        sampling(generate),
        training(train),
        evaluation(spec.evaluate(), spec.promotion().gate()),
        previous,
        base,
        origin(s),
        revision.equals(Revision.FIRST) ? null : revision,
        spec.retention().checkpoints());
  }

  private static Data data(SpinRunSpec spec) {
    var data = spec.data();
    return new Data(
        data.uri(),
        data.resolution(),
        spec.prepare().batchSize(),
        Objects.requireNonNullElse(data.imageField(), ""),
        Objects.requireNonNullElse(data.captionField(), ""),
        data.maxSkipped());
  }

  private static Optional<IterationOverride> override(SpinRunSpec spec, int iteration) {
    return spec.overrides() == null
        ? Optional.empty()
        : spec.overrides().stream().filter(o -> o.iteration() == iteration).findFirst();
  }

  /** Where the base model comes from: of another run, its folder in the store that both share. */
  static String modelUri(Situation s) {
    Model model = s.spec().model();
    OpponentRecord parent = s.facts().parent();
    if (model.uri() != null) {
      return model.uri();
    }
    return parent == null
        ? "s3://" // never frozen: the run waits for its parent first
        : s.spec().storage().uri().replaceAll("/+$", "") + "/" + parent.candidate();
  }

  /** The iteration of another run that the base model is. */
  static @Nullable Origin origin(Situation s) {
    RunLayout layout = s.store().question().parent();
    OpponentRecord parent = s.facts().parent();
    return layout == null || parent == null
        ? null
        : new Origin(
            new Run(layout.namespace(), layout.name(), layout.uid()),
            parent.iteration(),
            parent.candidate(),
            parent.candidateDigest());
  }

  private static Sampling sampling(Generate generate) {
    return new Sampling(
        Sampler.valueOf(generate.sampler().name()),
        generate.steps(),
        Double.parseDouble(generate.eta()),
        Double.parseDouble(generate.guidanceScale()),
        generate.batchSize(),
        generate.workers());
  }

  private static Training training(Train train) {
    return new Training(
        train.steps(),
        train.batchSize(),
        train.microBatchSize(),
        train.workers(),
        train.gradientCheckpointing(),
        train.lora() == null ? null : new Lora(train.lora().rank()),
        MixedPrecision.valueOf(train.mixedPrecision().name()),
        Double.parseDouble(train.learningRate()),
        Schedule.valueOf(train.schedule().name()),
        train.warmupSteps(),
        Loss.valueOf(train.loss().name()),
        PairNoise.valueOf(train.pairNoise().name()),
        Opponents.valueOf(train.opponents().name()),
        Double.parseDouble(train.beta()),
        Double.parseDouble(train.sftWeight()),
        train.snrGamma() == null ? null : Double.valueOf(train.snrGamma()),
        Double.parseDouble(train.ema()),
        train.emaWarmup(),
        Double.parseDouble(train.promptDropout()),
        train.checkpointEverySteps(),
        train.seed());
  }

  private static Evaluation evaluation(Evaluate evaluate, @Nullable Gate gate) {
    return new Evaluation(
        evaluate.prompts(),
        evaluate.seed(),
        evaluate.imagesPerPrompt(),
        evaluate.workers(),
        evaluate.scorers().stream()
            .map(s -> new Evaluation.ScorerRef(ScorerName.valueOf(s.name().name()), s.uri()))
            .toList(),
        gate == null || gate.confidence() == null
            ? null
            : Double.valueOf(Double.parseDouble(gate.confidence())));
  }
}

package dev.spinrun.trainer.stage.train;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.trainer.diffusion.PromptEncoder;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.RequiredPrecision;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StoppedException;
import dev.spinrun.trainer.stage.input.OpponentFolder;
import dev.spinrun.trainer.tensor.DeterministicAlgorithms;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.train.StepReport;
import dev.spinrun.trainer.train.Trainer;
import dev.spinrun.trainer.train.TrainingSettings;
import dev.spinrun.trainer.workers.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The candidate learns, from the newest committed checkpoint on if there is one. */
public final class TrainStage {
  private static final Logger LOG = LoggerFactory.getLogger(TrainStage.class);

  private final StageContext context;
  private final IterationPlan plan;
  private final Checkpoints checkpoints;

  /** Nothing is read before the stage runs. */
  public TrainStage(StageContext context) {
    this.context = context;
    this.plan = context.plan();
    this.checkpoints = new Checkpoints(context);
  }

  /** Commits the candidate, unless this attempt has one. */
  public void run() {
    Artefacts artefacts = context.artefacts();
    String key = context.layout().candidate(plan.iteration(), context.attempt());
    if (artefacts.manifest(key).isPresent()) {
      return;
    }
    RequiredPrecision.of("train.mixedPrecision", plan.train().mixedPrecision());
    Path opponent = OpponentFolder.download(context);
    Path candidate = context.work().resolve("candidate");
    Map<String, String> attributes;
    int workers = plan.train().workers();
    try (DeterministicAlgorithms unused =
            DeterministicAlgorithms.use(plan.train().deterministic());
        Workers all = context.rendezvous().join(context.shard(), workers);
        Scope scope = Scope.open()) {
      TrainingPairs pairs = TrainingPairs.download(context, PromptEncoder.load(scope, opponent));
      UNet unet = UNet.load(scope, opponent.resolve("unet"));
      NoiseSchedule schedule =
          new NoiseSchedule(SchedulerConfig.load(opponent.resolve("scheduler")));
      try (Trainer trainer = trainer(unet, schedule, pairs, all)) {
        attributes = attributes(train(trainer), pairs);
        if (!isFirst()) {
          return;
        }
        CandidateFolder.write(opponent, trainer.result(), trainer.adapters(), candidate);
      }
    }
    artefacts.commit(
        key,
        Manifest.of(
            Manifest.Kind.CANDIDATE,
            context.planDigest(),
            attributes,
            artefacts.upload(key, candidate)));
  }

  /** Of several workers the first one writes: all have the same weights. */
  private boolean isFirst() {
    return context.shard() == 0;
  }

  private Trainer trainer(
      UNet opponent, NoiseSchedule schedule, TrainingPairs pairs, Workers workers) {
    TrainingSettings settings = TrainingSettings.of(plan);
    Optional<Path> checkpoint = checkpoints.downloadNewest();
    try {
      return checkpoint.isPresent()
          ? Trainer.resume(opponent, schedule, settings, pairs, workers, checkpoint.get())
          : Trainer.start(opponent, schedule, settings, pairs, workers);
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoint cannot be read", e);
    }
  }

  /** Makes all steps that are left and returns the last one, if there was any. */
  private @Nullable StepReport train(Trainer trainer) {
    int total = plan.train().steps();
    int every = plan.train().checkpointEverySteps();
    LOG.info("from step {} of {}", trainer.stepsDone(), total);
    StepReport last = null;
    TrainingWatch watch = new TrainingWatch();
    try (ProgressReporter progress = new ProgressReporter(context, Stage.TRAIN, "steps", total);
        TrainingEvents events = new TrainingEvents(context);
        TrainingMetrics metrics = new TrainingMetrics(context.metricsPort())) {
      if (isFirst()) {
        progress.report(trainer.stepsDone(), Map.of());
      }
      while (!trainer.isFinished()) {
        if (trainer.anyToldToStop(context.stop().isRaised())) {
          commit(trainer);
          throw new StoppedException(
              "told to stop after step " + trainer.stepsDone() + "; its checkpoint is committed.");
        }
        last = trainer.step();
        StepLog.write(LOG, last, total);
        watch.see(last).forEach(LOG::warn);
        metrics.see(last);
        if (last.step() % every == 0 && !trainer.isFinished()) {
          commit(trainer);
          progress.checkpoint(last.step());
        }
        if (isFirst()) {
          events.add(last);
          progress.report(last.step(), StepLog.metrics(last));
        }
      }
    }
    return last;
  }

  private void commit(Trainer trainer) {
    if (isFirst()) {
      checkpoints.commit(trainer);
    }
  }

  /** What is to be known of the candidate. */
  private Map<String, String> attributes(@Nullable StepReport last, TrainingPairs pairs) {
    Map<String, String> attributes = new TreeMap<>(pairs.attributes());
    attributes.put(Attributes.STEP, Integer.toString(plan.train().steps()));
    if (last != null) {
      StepLog.metrics(last).forEach((name, value) -> attributes.put(name, Double.toString(value)));
    }
    return attributes;
  }
}

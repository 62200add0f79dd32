package dev.spinrun.trainer.train;

import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.loss.Objective.Denoising;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.train.Checkpoint.State;
import dev.spinrun.trainer.train.gradient.DenoisingPass;
import dev.spinrun.trainer.train.gradient.DivergenceException;
import dev.spinrun.trainer.train.gradient.ExampleSource;
import dev.spinrun.trainer.train.gradient.GradientPass;
import dev.spinrun.trainer.train.gradient.GradientPass.Parts;
import dev.spinrun.trainer.train.gradient.PreferencePass;
import dev.spinrun.trainer.train.optimizer.AdamW;
import dev.spinrun.trainer.train.optimizer.AdamWSettings;
import dev.spinrun.trainer.train.optimizer.LossScale;
import dev.spinrun.trainer.train.optimizer.MovingAverage;
import dev.spinrun.trainer.workers.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains one iteration: the model begins as a copy of the opponent, which stays frozen as the
 * reference.
 *
 * <p>Resume is exact: a training that was saved after any step and resumed ends with the same bits
 * as one that ran through (same machine, same number of threads). All native memory is freed by
 * {@link #close}. Used by one thread.
 */
public final class Trainer implements AutoCloseable {
  private final TrainingSettings settings;
  private final Scope scope;
  private final Learner learner;
  private final Weights parameters;
  private final AdamW optimizer;
  private final Optional<MovingAverage> average;
  private final GradientPass pass;
  private final Workers workers;
  private final GradientSync sync;
  private final BatchPrefetcher batches;
  private final int partsOfStep;
  private final long latentElements;
  private int stepsDone;
  private LossScale lossScale;

  private Trainer(
      UNet opponent,
      NoiseSchedule schedule,
      TrainingSettings settings,
      ExampleSource source,
      Workers workers,
      Optional<Checkpoint> checkpoint)
      throws IOException {
    this.settings = settings;
    this.workers = workers;
    this.latentElements = source.latentShape().elements();
    this.scope = Scope.open();
    try {
      this.learner = Learner.of(scope, opponent, settings);
      this.lossScale = settings.precision() == Precision.FP16 ? LossScale.first() : LossScale.NONE;
      this.parameters = learner.trained();
      this.optimizer = new AdamW(scope, parameters, AdamWSettings.DEFAULT);
      this.average =
          settings.ema().isOn()
              ? Optional.of(new MovingAverage(scope, parameters, settings.ema()))
              : Optional.empty();
      if (checkpoint.isPresent()) {
        State state = checkpoint.get().read(settings, sets());
        stepsDone = state.stepsDone();
        lossScale = state.lossScale();
        optimizer.restoreCount(state.updates());
      }
      // Not before the learner has copied the opponent, which brings its whole file into memory.
      this.pass = pass(schedule, source);
      this.sync = new GradientSync(scope, workers);
      sync.requireEqual(stepsDone, parameters);
      Batches all = new Batches(settings, schedule, source, workers.rank(), workers.size());
      this.partsOfStep = all.parts();
      this.batches = scope.own(new BatchPrefetcher(all, stepsDone, settings.train().steps()));
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      scope.close();
      throw e;
    }
  }

  private GradientPass pass(NoiseSchedule schedule, ExampleSource source) {
    // On Java 17 a switch over sealed types is a preview.
    Objective objective = settings.objective();
    return objective instanceof Preference preference
        ? new PreferencePass(
            scope, learner.reference(scope), preference, source, settings.activations())
        : new DenoisingPass(scope, schedule, (Denoising) objective, source, settings.activations());
  }

  /** Begins an iteration. The opponent must stay open until this is closed. */
  public static Trainer start(
      UNet opponent, NoiseSchedule schedule, TrainingSettings settings, ExampleSource source) {
    return start(opponent, schedule, settings, source, Workers.alone());
  }

  /** The same as one of several workers, which stay open. */
  public static Trainer start(
      UNet opponent,
      NoiseSchedule schedule,
      TrainingSettings settings,
      ExampleSource source,
      Workers workers) {
    try {
      return new Trainer(opponent, schedule, settings, source, workers, Optional.empty());
    } catch (IOException e) {
      throw new IllegalStateException("Nothing is read when an iteration begins.", e);
    }
  }

  /**
   * Continues an iteration from a folder that {@link #save} wrote, with any number of workers.
   *
   * @throws IllegalArgumentException if it belongs to other settings or another model
   */
  public static Trainer resume(
      UNet opponent,
      NoiseSchedule schedule,
      TrainingSettings settings,
      ExampleSource source,
      Workers workers,
      Path folder)
      throws IOException {
    return new Trainer(
        opponent, schedule, settings, source, workers, Optional.of(new Checkpoint(folder)));
  }

  /** Makes all steps that are left; reports each to the observer. */
  public void run(Consumer<StepReport> observer) {
    while (!isFinished()) {
      observer.accept(step());
    }
  }

  /**
   * Makes one step.
   *
   * @throws DivergenceException if loss or gradients are not finite; the weights are unchanged
   * @throws UnequalStartException if the first step shows that model and reference differ
   */
  public StepReport step() {
    if (isFinished()) {
      throw new IllegalStateException("All %d steps are done.".formatted(settings.train().steps()));
    }
    long begin = System.nanoTime();
    int number = stepsDone + 1;
    Duration waitedBefore = batches.waited();
    double rate = settings.learningRate().at(stepsDone);
    LossReport loss;
    float norm;
    // New leaves for every step: the first gradients are kept as they come, not added to zeros.
    try (Scope step = Scope.open()) {
      Weights leaves = parameters.leaves(step);
      loss = differentiate(number, step, leaves);
      norm = optimizer.step(rate, leaves, lossScale.factor());
    }
    if (Float.isFinite(norm)) {
      average.ifPresent(ema -> ema.update(number - 1));
      lossScale = lossScale.calm();
    } else if (lossScale.mayShrink()) {
      lossScale = lossScale.shrunk();
    } else {
      throw new DivergenceException(number, "the norm of its gradients is " + norm);
    }
    stepsDone = number;
    double seconds = seconds(Duration.ofNanos(System.nanoTime() - begin));
    return new StepReport(
        number,
        loss,
        norm,
        rate,
        settings.train().batchSize() / seconds,
        seconds(batches.waited().minus(waitedBefore)));
  }

  /** Computes the gradients, summed over all workers, and returns the batch's loss. */
  private LossReport differentiate(int number, Scope step, Weights leaves) {
    UNet model = learner.model(step, leaves);
    GradientSync.Round round = sync.begin(step, leaves);
    LossReport own =
        pass.accumulate(
            model,
            new Parts(partsOfStep, batches::take),
            lossScale.factor() / workers.size(),
            round::finished);
    // Before anything is read by the host, which would wait for the sums of workers that may hang.
    round.end();
    LossReport loss = mean(own);
    // In fp16 such a step is left out, as one whose gradients overflow.
    if (!Double.isFinite(loss.loss()) && !lossScale.mayShrink()) {
      throw new DivergenceException(number, "its loss is " + loss.loss());
    }
    requireEqualStart(loss);
    return loss;
  }

  /** The mean of all workers' reports, whose shares of the batch are equal. */
  private LossReport mean(LossReport own) {
    double[] sums = sync.sums(own.numbers());
    return own.with(Arrays.stream(sums).map(sum -> sum / workers.size()).toArray());
  }

  /**
   * Whether any worker is told to stop: then all stop after the same step.
   *
   * @param own whether this one is
   */
  public boolean anyToldToStop(boolean own) {
    return sync.sums(own ? 1 : 0)[0] > 0;
  }

  private void requireEqualStart(LossReport loss) {
    if (stepsDone == 0
        && settings.objective() instanceof Preference objective
        && loss instanceof PreferenceReport report) {
      new StartEquality(objective, settings.precision(), latentElements)
          .require(report.preference());
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Optimizer steps done, those before a resume included. */
  public int stepsDone() {
    return stepsDone;
  }

  /** Whether all steps are done. */
  public boolean isFinished() {
    return stepsDone >= settings.train().steps();
  }

  /** The whole model, of averaged weights if there are any; open until this is closed. */
  public Weights result() {
    return learner.whole(scope, trained());
  }

  /** The adapters alone, if they are what is trained. */
  public Optional<Weights> adapters() {
    return settings.adapterRank() == 0 ? Optional.empty() : Optional.of(trained());
  }

  private Weights trained() {
    return average.map(MovingAverage::weights).orElse(parameters);
  }

  /** Writes the complete state into a folder, which may exist. */
  public void save(Path folder) throws IOException {
    new Checkpoint(folder)
        .write(new State(stepsDone, optimizer.count(), lossScale), settings, sets());
  }

  private Map<String, Weights> sets() {
    Map<String, Weights> sets = new LinkedHashMap<>();
    sets.put("weights", parameters);
    sets.put("first_moments", optimizer.firstMoments());
    sets.put("second_moments", optimizer.secondMoments());
    average.ifPresent(ema -> sets.put("averaged_weights", ema.weights()));
    return sets;
  }

  @Override
  public void close() {
    scope.close();
  }
}

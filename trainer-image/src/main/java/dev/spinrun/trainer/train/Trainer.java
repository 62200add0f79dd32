package dev.spinrun.trainer.train;

import dev.spinrun.trainer.diffusion.NoiseSchedule;
import dev.spinrun.trainer.loss.LossReport;
import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.loss.Objective;
import dev.spinrun.trainer.loss.Objective.Denoising;
import dev.spinrun.trainer.loss.Objective.Preference;
import dev.spinrun.trainer.model.UNet;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.train.BatchPrefetcher.Prepared;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
 * {@link #close}. Used by one thread, except for {@link #requestStop}.
 */
public final class Trainer implements AutoCloseable {
  /** Relative, of the mean in fp32 of one number that all pairs have. */
  private static final double START_TOLERANCE = 1e-6;

  private final TrainingSettings settings;
  private final Scope scope;
  private final Weights parameters;
  private final AdamW optimizer;
  private final Optional<MovingAverage> average;
  private final GradientPass pass;
  private final BatchPrefetcher batches;
  private int stepsDone;
  private volatile boolean stopRequested;

  private Trainer(
      UNet opponent,
      NoiseSchedule schedule,
      TrainingSettings settings,
      ExampleSource source,
      Optional<Checkpoint> checkpoint)
      throws IOException {
    this.settings = settings;
    this.scope = Scope.open();
    try {
      this.parameters = opponent.weights().copy(scope);
      this.optimizer = new AdamW(scope, parameters, settings.optimizer());
      this.average =
          settings.ema().isOn()
              ? Optional.of(new MovingAverage(scope, parameters, settings.ema()))
              : Optional.empty();
      if (checkpoint.isPresent()) {
        stepsDone = checkpoint.get().read(settings, sets());
        optimizer.restoreCount(stepsDone);
      }
      parameters.tensors().forEach(Tensor::requireGradient);
      UNet model = opponent.withWeights(scope, parameters);
      this.pass = pass(model, opponent, schedule, source);
      Batches all = new Batches(settings, schedule, source);
      this.batches = scope.own(new BatchPrefetcher(all, stepsDone, settings.steps()));
    } catch (IOException | RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private GradientPass pass(
      UNet model, UNet opponent, NoiseSchedule schedule, ExampleSource source) {
    // On Java 17 a switch over sealed types is a preview.
    Objective objective = settings.objective();
    return objective instanceof Preference preference
        ? new PreferencePass(scope, model, opponent, preference, source)
        : new DenoisingPass(scope, model, schedule, (Denoising) objective, source);
  }

  /** Begins an iteration. The opponent must stay open until this is closed. */
  public static Trainer start(
      UNet opponent, NoiseSchedule schedule, TrainingSettings settings, ExampleSource source) {
    try {
      return new Trainer(opponent, schedule, settings, source, Optional.empty());
    } catch (IOException e) {
      throw new IllegalStateException("Nothing is read when an iteration begins.", e);
    }
  }

  /**
   * Continues an iteration from a folder that {@link #save} wrote.
   *
   * @throws IllegalArgumentException if it belongs to other settings or another model
   */
  public static Trainer resume(
      UNet opponent,
      NoiseSchedule schedule,
      TrainingSettings settings,
      ExampleSource source,
      Path folder)
      throws IOException {
    return new Trainer(opponent, schedule, settings, source, Optional.of(new Checkpoint(folder)));
  }

  /** Makes steps until all are done or a stop was requested; reports each to the observer. */
  public void run(Consumer<StepReport> observer) {
    while (!isFinished() && !stopRequested) {
      observer.accept(step());
    }
  }

  /** Makes {@link #run} return after the current step. May be called by any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Makes one step.
   *
   * @throws DivergenceException if loss or gradients are not finite; the weights are unchanged
   * @throws UnequalStartException if the first step shows that model and reference differ
   */
  public StepReport step() {
    if (isFinished()) {
      throw new IllegalStateException("All %d steps are done.".formatted(settings.steps()));
    }
    long begin = System.nanoTime();
    int number = stepsDone + 1;
    Prepared batch = batches.take();
    LossReport loss = pass.accumulate(number, batch.parts());
    requireEqualStart(loss);
    double rate = settings.learningRate().at(stepsDone);
    float norm = optimizer.step(rate);
    if (!Float.isFinite(norm)) {
      throw new DivergenceException(number, "the norm of its gradients is " + norm);
    }
    average.ifPresent(ema -> ema.update(number - 1));
    stepsDone = number;
    double seconds = seconds(Duration.ofNanos(System.nanoTime() - begin));
    return new StepReport(
        number, loss, norm, rate, settings.batch() / seconds, seconds(batch.waited()));
  }

  private void requireEqualStart(LossReport loss) {
    if (stepsDone == 0
        && settings.objective() instanceof Preference objective
        && loss instanceof PreferenceReport report) {
      double due = objective.shape().atEquality(objective.beta());
      if (Math.abs(report.preference() - due) > START_TOLERANCE * due) {
        throw new UnequalStartException(report.preference(), objective.shape().start(), due);
      }
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
    return stepsDone >= settings.steps();
  }

  /** The averaged weights if there are any, else the trained ones; open until this is closed. */
  public Weights result() {
    return average.map(MovingAverage::weights).orElse(parameters);
  }

  /** Writes the complete state into a folder, which may exist. */
  public void save(Path folder) throws IOException {
    new Checkpoint(folder).write(stepsDone, settings, sets());
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

package dev.spinrun.contract.life;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.plan.Run;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Gate;
import dev.spinrun.contract.settings.IterationOverride;
import dev.spinrun.contract.settings.Train;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the plans of a run's iterations, each from the settings as they stand when it starts. */
public record PlanFactory(Run run, RunSettings settings, BaseModel model) {
  /** Stands for opponents that do not exist yet, where only settings matter. */
  private static final Predecessor UNKNOWN = new Predecessor(0, "-", "-", "-");

  /**
   * The plan that an iteration begins with. Before iteration 0 the settings of all later ones are
   * checked, too: mistakes are told before the first one has cost anything.
   *
   * @param opponent the iteration before; absent for iteration 0 only
   * @param base iteration 0; absent for iteration 0 only
   * @throws IllegalArgumentException naming every problem of the first iteration that has one
   */
  public IterationPlan plan(
      int iteration,
      Revision revision,
      @Nullable Predecessor opponent,
      @Nullable Predecessor base) {
    return iteration == 0
        ? settingsOf(0, revision, null, null, laterReadings())
        : settingsOf(iteration, revision, opponent, base, null);
  }

  /**
   * The plans of all iterations as the settings stand, the base model's among them. What only shows
   * later, as the opponents, is made up.
   *
   * @throws IllegalArgumentException naming every problem of the first iteration that has one
   */
  public List<IterationPlan> foreseen() {
    return IntStream.rangeClosed(0, settings.iterations())
        .mapToObj(
            iteration ->
                iteration == 0
                    ? plan(0, Revision.FIRST, null, null)
                    : plan(iteration, Revision.FIRST, UNKNOWN, UNKNOWN))
        .toList();
  }

  private List<Reading> laterReadings() {
    return IntStream.rangeClosed(1, settings.iterations())
        .mapToObj(
            later -> {
              try {
                return settingsOf(later, Revision.FIRST, UNKNOWN, UNKNOWN, null).reading();
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("iteration " + later + ": " + e.getMessage(), e);
              }
            })
        .toList();
  }

  /** The same iteration with other settings. Seeds go round, so that none is out of its bounds. */
  public static IterationPlan amended(IterationPlan plan, Amendment amendment, Revision revision) {
    Train train = plan.train();
    ObjectNode changes = Documents.object();
    changes.put(
        "learningRate",
        train.learningRate().times(new Decimal(amendment.learningRateFactor())).text());
    changes.put("seed", (train.seed() + amendment.seedShift()) & Integer.MAX_VALUE);
    return plan.revised(Settings.with("train", train, changes), revision);
  }

  private IterationPlan settingsOf(
      int iteration,
      Revision revision,
      @Nullable Predecessor opponent,
      @Nullable Predecessor base,
      @Nullable List<Reading> laterReadings) {
    Optional<IterationOverride> override =
        settings.overrides().stream().filter(o -> o.iteration() == iteration).findFirst();
    Gate gate = settings.promotion().gate();
    return new IterationPlan(
        Documents.SCHEMA,
        run,
        settings.method(),
        iteration,
        settings.storage(),
        model.uri(),
        settings.data(),
        settings.prepare(),
        over("generate", settings.generate(), override.map(IterationOverride::generate)),
        over("train", settings.train(), override.map(IterationOverride::train)),
        settings.evaluate(),
        gate == null ? null : gate.confidence(),
        opponent,
        base,
        model.origin(),
        revision.equals(Revision.FIRST) ? null : revision,
        settings.checkpointsKept(),
        laterReadings);
  }

  private static <T extends Record> T over(String path, T settings, Optional<ObjectNode> override) {
    return override.map(fields -> Settings.with(path, settings, fields)).orElse(settings);
  }
}

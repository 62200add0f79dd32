package dev.spinrun.operator.plan.course;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Origin;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.plan.Run;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Gate;
import dev.spinrun.crds.SpinRunSpec;
import dev.spinrun.crds.spec.IterationOverride;
import dev.spinrun.crds.spec.Model;
import dev.spinrun.crds.status.Amendment;
import dev.spinrun.operator.plan.situation.Situation;
import dev.spinrun.operator.resource.FrozenPlan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of an iteration, as the spec stands when it starts. */
public final class PlanFactory {
  /** Stands for opponents that do not exist yet, where only settings are checked. */
  private static final Predecessor UNKNOWN = new Predecessor(0, "-", "-", "-");

  private PlanFactory() {}

  /**
   * The plan of the iteration and revision that the run is in.
   *
   * @throws IllegalArgumentException naming every problem of the spec
   */
  public static IterationPlan plan(Situation s) {
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
    Gate gate = spec.promotion().gate();
    return new IterationPlan(
        Documents.SCHEMA,
        new Run(meta.getNamespace(), meta.getName(), meta.getUid()),
        spec.method(),
        iteration,
        spec.storage().settings(),
        modelUri(s),
        spec.data(),
        spec.prepare().settings(),
        over("generate", spec.generate().settings(), override.map(IterationOverride::generate)),
        over("train", spec.train().settings(), override.map(IterationOverride::train)),
        spec.evaluate().settings(),
        gate == null ? null : gate.confidence(),
        previous,
        base,
        origin(s),
        revision.equals(Revision.FIRST) ? null : revision,
        spec.retention().checkpoints());
  }

  private static <T extends Record> T over(String path, T settings, Optional<ObjectNode> override) {
    return override.map(fields -> Settings.with(path, settings, fields)).orElse(settings);
  }

  private static Optional<IterationOverride> override(SpinRunSpec spec, int iteration) {
    return spec.overrides() == null
        ? Optional.empty()
        : spec.overrides().stream().filter(o -> o.iteration() == iteration).findFirst();
  }

  /** Where the base model comes from: of another run, its folder in the store that both share. */
  public static String modelUri(Situation s) {
    Model model = s.spec().model();
    OpponentRecord parent = s.facts().parent();
    if (model.uri() != null) {
      return model.uri();
    }
    return parent == null
        ? "s3://" // never frozen: the run waits for its parent first
        : s.uri(parent.candidate());
  }

  /** The iteration of another run that the base model is. */
  public static @Nullable Origin origin(Situation s) {
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
}

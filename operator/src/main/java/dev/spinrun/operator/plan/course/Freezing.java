package dev.spinrun.operator.plan.course;

import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.life.Amendment;
import dev.spinrun.contract.life.BaseModel;
import dev.spinrun.contract.life.PlanFactory;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Origin;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.plan.Run;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.crds.spec.Model;
import dev.spinrun.operator.plan.situation.Situation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The plan of an iteration, from the spec and what the store holds when it starts. */
public final class Freezing {
  private Freezing() {}

  /**
   * The plan of the iteration and revision that the run is in.
   *
   * @throws IllegalArgumentException naming every problem of the spec
   */
  public static IterationPlan plan(Situation s) {
    Amendment amendment = s.current().amendment();
    FrozenPlan amended = s.facts().amendedPlan();
    Revision revision = s.current().planRevision();
    return amendment != null && amended != null
        ? PlanFactory.amended(amended.plan(), amendment, revision)
        : factory(s)
            .plan(
                s.iteration(),
                revision,
                predecessor(s.facts().previous()),
                predecessor(s.facts().base()));
  }

  /**
   * The plans of all iterations as the spec stands.
   *
   * @throws IllegalArgumentException naming every problem of the spec
   */
  static List<IterationPlan> foreseen(Situation s) {
    return factory(s).foreseen();
  }

  private static PlanFactory factory(Situation s) {
    return new PlanFactory(run(s.layout()), s.spec().settings(), model(s));
  }

  /** The model to start from: of another run, its folder in the store that both share. */
  public static BaseModel model(Situation s) {
    Model model = s.spec().model();
    OpponentRecord parent = s.facts().parent();
    if (model.uri() != null) {
      return new BaseModel(model.uri(), null);
    }
    RunLayout from = s.store().question().parent();
    if (parent == null || from == null) {
      return new BaseModel("s3://", null); // never frozen: the run waits for its parent first
    }
    return new BaseModel(
        s.uri(parent.candidate()),
        new Origin(run(from), parent.iteration(), parent.candidate(), parent.candidateDigest()));
  }

  private static Run run(RunLayout layout) {
    return new Run(layout.namespace(), layout.name(), layout.uid());
  }

  private static @Nullable Predecessor predecessor(@Nullable OpponentRecord record) {
    return record == null ? null : record.asPredecessor();
  }
}

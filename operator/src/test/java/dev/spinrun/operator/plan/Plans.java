package dev.spinrun.operator.plan;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.operator.observe.Observed;
import dev.spinrun.operator.observe.StoreQuestion;
import dev.spinrun.operator.observe.StoreView;
import dev.spinrun.operator.plan.course.Freezing;
import dev.spinrun.operator.plan.situation.Situation;
import java.util.List;
import java.util.Map;

/** Frozen plans for tests. */
public final class Plans {
  private Plans() {}

  /** The plan of this iteration as the spec stands. */
  public static FrozenPlan of(SpinRun run, int iteration) {
    StoredThings stored = new StoredThings();
    stored.predecessors = iteration > 0;
    run.setStatus(SpinRunStatus.initial().withIteration(iteration));
    return frozen(run, stored);
  }

  static FrozenPlan frozen(SpinRun run, StoredThings stored) {
    StoreQuestion question = StoreQuestion.of(run, run.getStatus());
    StoreView view =
        new StoreView(
            question, Scene.NOW, stored.facts(run.getStatus().iteration(), null, null), null);
    Situation situation =
        new Situation(new Observed(run, List.of(), List.of(), Map.of(), view, null, Scene.NOW));
    return FrozenPlan.of(Documents.write(Freezing.plan(situation)), "plan");
  }
}

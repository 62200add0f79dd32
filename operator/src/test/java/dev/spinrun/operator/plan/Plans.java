package dev.spinrun.operator.plan;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.operator.resource.FrozenPlan;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.record.OpponentRecord;

/** Frozen plans for tests of other packages. */
public final class Plans {
  private Plans() {}

  /** The plan of this iteration as the spec stands. */
  public static FrozenPlan of(SpinRun run, int iteration) {
    OpponentRecord base = iteration == 0 ? null : Scene.record(0, Scene.OTHER_DIGEST);
    OpponentRecord previous =
        iteration == 0 ? null : Scene.record(iteration - 1, Scene.OTHER_DIGEST);
    return FrozenPlan.of(Documents.write(PlanFactory.plan(run, iteration, previous, base)), "plan");
  }
}

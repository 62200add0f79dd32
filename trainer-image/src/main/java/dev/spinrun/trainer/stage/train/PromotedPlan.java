package dev.spinrun.trainer.stage.train;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.trainer.stage.context.StageContext;

/** The plan by which an earlier iteration's opponent was made. */
final class PromotedPlan {
  private static final int MAX_BYTES = 1 << 20;

  private PromotedPlan() {}

  /**
   * Looks among the revisions of the iteration's plan for the one that its opponent's record names.
   */
  static IterationPlan of(StageContext context, int iteration) {
    String key = context.layout().opponent(iteration);
    OpponentRecord record =
        Documents.read(context.store().read(key, MAX_BYTES), OpponentRecord.class, key);
    for (int revision = 0; ; revision++) {
      String planKey = context.layout().plan(iteration, revision);
      // Ends with an exception that names the key when there is no further revision.
      byte[] bytes = context.store().read(planKey, MAX_BYTES);
      if (Sha256.of(bytes).equals(record.planDigest())) {
        return IterationPlan.read(bytes, planKey);
      }
    }
  }
}

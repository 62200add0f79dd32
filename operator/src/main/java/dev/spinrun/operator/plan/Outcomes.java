package dev.spinrun.operator.plan;

import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.record.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The document that says how an iteration ended. */
final class Outcomes {
  private Outcomes() {}

  static Action write(
      Situation s, Outcome.Result result, @Nullable String message, Instant finishedAt) {
    Outcome outcome =
        new Outcome(
            Documents.SCHEMA, s.iteration(), result, message, s.status().jobsStarted(), finishedAt);
    return new Action.InStore(StoreTask.Write.of(s.layout().outcome(s.iteration()), outcome));
  }
}

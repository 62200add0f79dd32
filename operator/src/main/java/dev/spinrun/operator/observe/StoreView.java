package dev.spinrun.operator.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest answer of a store.
 *
 * @param question what was asked: an answer to another question says nothing
 * @param askedAt when the last whole look into the store began; absent if it has not answered yet
 * @param facts as of the last look that succeeded
 * @param problem why the last look failed
 */
public record StoreView(
    StoreQuestion question,
    @Nullable Instant askedAt,
    StoreFacts facts,
    @Nullable StoreProblem problem) {

  /** Before the first answer. */
  public static StoreView unanswered(StoreQuestion question) {
    return new StoreView(question, null, StoreFacts.NONE, null);
  }

  /** Whether the facts can be relied on. */
  public boolean isAnswered() {
    return askedAt != null && problem == null;
  }
}

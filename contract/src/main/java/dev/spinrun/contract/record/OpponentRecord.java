package dev.spinrun.contract.record;

import dev.spinrun.contract.plan.Origin;
import dev.spinrun.contract.plan.Predecessor;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The promotion of one iteration: created once, never overwritten.
 *
 * @param candidateAttempt which attempt made the checkpoint
 * @param candidate key of its diffusers folder
 * @param candidateDigest digest of that folder's manifest
 * @param evaluation key of the folder of its measurements
 * @param parentDigest candidate digest of the opponent that it was trained against; absent for the
 *     base model
 * @param attributes the facts of the candidate's manifest
 * @param origin the iteration of another run that the run branched off from
 * @param model where the run's base model came from
 * @param data where the run's images came from
 * @param dataDigest digest of the prepared data set that it was trained on
 * @param decidedBy who decided on the promotion: the policy, or a field manager
 */
public record OpponentRecord(
    int schema,
    String uid,
    int iteration,
    int candidateAttempt,
    String candidate,
    String candidateDigest,
    String evaluation,
    String planDigest,
    @Nullable String parentDigest,
    Map<String, String> attributes,
    Instant promotedAt,
    @Nullable Origin origin,
    @Nullable String model,
    @Nullable String data,
    @Nullable String dataDigest,
    @Nullable String decidedBy) {

  public OpponentRecord {
    Plausible.given("candidateDigest", candidateDigest);
    Plausible.digest("candidateDigest", candidateDigest);
    Plausible.digest("planDigest", planDigest);
    Plausible.digest("parentDigest", parentDigest);
    Plausible.digest("dataDigest", dataDigest);
    Plausible.given("promotedAt", promotedAt);
    Plausible.moment("promotedAt", promotedAt);
    attributes = Map.copyOf(attributes);
  }

  /** This opponent as the next iteration's plan refers to it. */
  public Predecessor asPredecessor() {
    return new Predecessor(iteration, candidate, candidateDigest, evaluation);
  }
}

package dev.spinrun.operator.observe;

import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.EvaluationSummary;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.contract.record.PreparedReference;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store holds of one iteration.
 *
 * @param identified whether run.json is there
 * @param plan the frozen settings of the iteration
 * @param amendedPlan the plan that it amends, while the plan itself is not there yet
 * @param parent the record of the iteration of another run that this run branches off from
 * @param base the record of iteration 0
 * @param previous the record of the iteration before
 * @param promoted the record of this iteration: it is over
 * @param prepared names the prepared data set, once it is committed
 * @param shards committed shards of synthetic images
 * @param candidate what the attempt in question made
 * @param evaluation its measurements
 * @param outcome how the iteration ended, as written down
 * @param progress what the pods of the present attempt report, summed up
 * @param defect why the candidate could not be verified
 */
@RecordBuilder
public record StoreFacts(
    boolean identified,
    @Nullable FrozenPlan plan,
    @Nullable FrozenPlan amendedPlan,
    @Nullable OpponentRecord parent,
    @Nullable OpponentRecord base,
    @Nullable OpponentRecord previous,
    @Nullable OpponentRecord promoted,
    @Nullable PreparedReference prepared,
    int shards,
    @Nullable Candidate candidate,
    @Nullable EvaluationSummary evaluation,
    @Nullable Outcome outcome,
    @Nullable TotalProgress progress,
    @Nullable String defect)
    implements StoreFactsBuilder.With {

  /** Of a store that holds nothing, or that has not answered yet. */
  public static final StoreFacts NONE = StoreFactsBuilder.builder().build();

  /**
   * A committed checkpoint.
   *
   * @param attributes facts of its manifest by name
   */
  public record Candidate(String digest, Map<String, String> attributes) {
    public Candidate {
      attributes = Map.copyOf(attributes);
    }

    /** The candidate whose manifest these bytes are; {@code where} names them in errors. */
    public static Candidate read(byte[] manifest, String where) {
      CommittedManifest committed = CommittedManifest.read(manifest, where);
      return new Candidate(committed.digest(), committed.manifest().attributes());
    }
  }
}

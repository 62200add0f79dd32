package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.record.PreparedReference.SetReference;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.data.prepared.PreparedData;
import dev.spinrun.trainer.data.prepared.PreparedWriter;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.input.Prepared;
import dev.spinrun.trainer.train.ExamplesRead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Brings about that every example is prepared that the plan's readings need, set by set: what
 * earlier iterations or other runs have prepared is not encoded again.
 *
 * @param vae folder of the encoder
 * @param layout of this data set and this encoder
 * @param skipped counts the examples that this worker cannot use, over all sets
 */
record DataPreparation(
    StageContext context, DataSet data, Path vae, PreparedLayout layout, SkippedExamples skipped) {
  /**
   * Prepares what is missing, or this worker's share of it.
   *
   * @return a reference to every example that the readings need; empty if other workers are still
   *     at their shares, the last of which will have it
   * @throws InvalidDataException if too many examples, or all, cannot be used
   */
  Optional<PreparedReference> run() {
    Optional<SetReference> all = PreparedSets.whole(context, layout);
    return all.isPresent() ? Optional.of(reference(List.of(all.get()), true)) : needed();
  }

  private Optional<PreparedReference> needed() {
    ExampleCounts counts = ExampleCounts.of(context, data, layout);
    requireSome(counts.size(), 0);
    PreparedSets prepared = new PreparedSets(context, data, counts, vae, layout, skipped);
    BitSet wanted = wanted(counts.size());
    List<SetReference> sets = new ArrayList<>(known());
    BitSet lacking = lacking(sets, wanted);
    boolean divided = true;
    while (!lacking.isEmpty()) {
      Optional<SetReference> set = prepared.set(lacking, divided);
      if (set.isEmpty()) {
        return Optional.empty();
      }
      sets.add(set.get());
      lacking = lacking(sets, wanted);
      // What stands in for unusable examples is little: the worker that was last encodes it alone.
      divided = false;
    }
    return Optional.of(reference(sets, wanted.cardinality() == counts.size()));
  }

  private boolean isAll() {
    return context.plan().prepare().examples() == Prepare.Examples.ALL;
  }

  private BitSet wanted(int size) {
    if (isAll()) {
      BitSet all = new BitSet(size);
      all.set(0, size);
      return all;
    }
    return ExamplesRead.numbers(
        context.plan().readingsToPrepare(), size, PreparedWriter.PART_NUMBERS);
  }

  /** Who asks for all examples makes a set that serves every run. */
  private List<SetReference> known() {
    return isAll() ? List.of() : Prepared.sets(context, layout.digest());
  }

  private BitSet lacking(List<SetReference> sets, BitSet wanted) {
    if (sets.isEmpty()) {
      return wanted;
    }
    try (PreparedData known = open(sets)) {
      requireSome(known.size(), known.unusable());
      return known.lacking(wanted);
    }
  }

  private PreparedReference reference(List<SetReference> sets, boolean whole) {
    Data of = context.plan().data();
    try (PreparedData known = open(sets)) {
      requireSome(known.size(), known.unusable());
      // Other workers or runs may have prepared some, and may have left out more.
      SkippedExamples.requireAtMost(of.maxSkipped(), known.unusable(), of.uri());
      return new PreparedReference(
          Documents.SCHEMA,
          layout.digest(),
          known.size(),
          known.prepared(),
          whole ? null : context.plan().readingsToPrepare(),
          sets);
    }
  }

  private PreparedData open(List<SetReference> sets) {
    return Prepared.open(context, layout.digest(), sets);
  }

  private void requireSome(int size, int unusable) {
    if (unusable == size) {
      throw new InvalidDataException(
          "%s has no example that can be used. %s"
              .formatted(context.plan().data().uri(), skipped.summary()));
    }
  }
}

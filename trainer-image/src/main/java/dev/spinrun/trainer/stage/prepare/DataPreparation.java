package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.record.PreparedReference.SetReference;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.data.Selection;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings about that every example is prepared that the plan's readings need, set by set: what
 * earlier iterations or other runs have prepared is not encoded again.
 */
final class DataPreparation {
  private static final Logger LOG = LoggerFactory.getLogger(DataPreparation.class);

  private final StageContext context;
  private final IterationPlan plan;
  private final DataSet data;
  private final PreparedLayout layout;
  private final SkippedExamples skipped;
  private final PreparedSets prepared;

  /**
   * Of a data set.
   *
   * @param vae folder of the encoder
   * @param layout of this data set and this encoder
   */
  DataPreparation(StageContext context, DataSet data, Path vae, PreparedLayout layout) {
    this.context = context;
    this.plan = context.plan();
    this.data = data;
    this.layout = layout;
    this.skipped = new SkippedExamples(plan.data().uri(), plan.data().maxSkipped());
    this.prepared = new PreparedSets(context, data, vae, layout, skipped);
  }

  /**
   * Prepares what is missing.
   *
   * @return a reference to every example that the readings need
   * @throws InvalidDataException if too many examples, or all, cannot be used
   */
  PreparedReference run() {
    if (plan.prepare().examples() == Prepare.Examples.ALL) {
      return whole(prepared.set(PreparedLayout.ALL, Selection.all(), data.announced()));
    }
    Optional<SetReference> all = prepared.whole(plan.data().maxSkipped());
    return all.isPresent() ? whole(all.get()) : needed();
  }

  private PreparedReference whole(SetReference all) {
    return named(List.of(all), true);
  }

  private PreparedReference needed() {
    List<SetReference> sets = new ArrayList<>(Prepared.sets(context, layout.digest()));
    List<Integer> fileExamples = fileExamples(sets);
    int size = fileExamples.stream().mapToInt(Integer::intValue).sum();
    requireSome(size, 0);
    BitSet read = ExamplesRead.numbers(plan.readingsToPrepare(), size, PreparedWriter.PART_NUMBERS);
    BitSet lacking = lacking(sets, read);
    while (!lacking.isEmpty()) {
      int count = lacking.cardinality();
      String name = count == size ? PreparedLayout.ALL : nameOf(lacking);
      sets.add(prepared.set(name, Selection.of(lacking, fileExamples), count));
      // Those that stand in for what turned out to be unusable.
      lacking = lacking(sets, read);
    }
    return named(sets, read.cardinality() == size);
  }

  private static String nameOf(BitSet examples) {
    return Sha256.of(examples.toByteArray()).replace(':', '-');
  }

  private List<Integer> fileExamples(List<SetReference> sets) {
    if (sets.isEmpty()) {
      LOG.info("counting the examples of {}", plan.data().uri());
      return data.count();
    }
    try (PreparedData known = open(sets)) {
      return known.fileExamples();
    }
  }

  private BitSet lacking(List<SetReference> sets, BitSet read) {
    if (sets.isEmpty()) {
      return read;
    }
    try (PreparedData known = open(sets)) {
      requireSome(known.size(), known.unusable());
      return known.lacking(read);
    }
  }

  private PreparedReference named(List<SetReference> sets, boolean whole) {
    try (PreparedData known = open(sets)) {
      requireSome(known.size(), known.unusable());
      // Another run may have prepared some, and may have left out more.
      SkippedExamples.requireAtMost(plan.data().maxSkipped(), known.unusable(), plan.data().uri());
      return new PreparedReference(
          Documents.SCHEMA,
          layout.digest(),
          known.size(),
          whole ? null : plan.readingsToPrepare(),
          sets);
    }
  }

  private PreparedData open(List<SetReference> sets) {
    return Prepared.open(context, layout.digest(), sets);
  }

  private void requireSome(int size, int unusable) {
    if (unusable == size) {
      throw new InvalidDataException(
          "%s has no example that can be used. %s".formatted(plan.data().uri(), skipped.summary()));
    }
  }
}

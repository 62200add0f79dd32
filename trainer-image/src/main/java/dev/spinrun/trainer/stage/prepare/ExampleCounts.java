package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.stage.context.FirstWorker;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.StageContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many examples each file of a data set has: counted once, for all runs.
 *
 * @param fileExamples by file, in the order in which the data set is read
 */
record ExampleCounts(int schema, List<Integer> fileExamples) {
  private static final Logger LOG = LoggerFactory.getLogger(ExampleCounts.class);
  private static final int MAX_BYTES = 1 << 24;

  ExampleCounts {
    fileExamples = List.copyOf(fileExamples);
    long all = fileExamples.stream().mapToLong(Integer::longValue).sum();
    if (all > Integer.MAX_VALUE || fileExamples.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "fileExamples must be from 0, and 2^31 - 1 in all at most");
    }
  }

  /** The counts of a data set; of several workers the first counts, and the others wait. */
  static ExampleCounts of(StageContext context, DataSet data, PreparedLayout layout) {
    String key = layout.counts();
    if (context.shard() == 0) {
      return read(context, key).orElseGet(() -> count(context, data, key));
    }
    return FirstWorker.await(context, "count the examples", () -> read(context, key));
  }

  private static Optional<ExampleCounts> read(StageContext context, String key) {
    return context.store().head(key).isEmpty()
        ? Optional.empty()
        : Optional.of(
            Documents.read(context.store().read(key, MAX_BYTES), ExampleCounts.class, key));
  }

  private static ExampleCounts count(StageContext context, DataSet data, String key) {
    LOG.info("counting the examples of {}", context.plan().data().uri());
    ExampleCounts counted = new ExampleCounts(Documents.SCHEMA, counted(context, data));
    context.store().create(key, Documents.write(counted));
    return counted;
  }

  private static List<Integer> counted(StageContext context, DataSet data) {
    try (ProgressReporter progress = new ProgressReporter(context, Stage.PREPARE, "files", 0)) {
      return data.count(
          (file, files) -> {
            context.stop().throwIfRaised("counting " + file + " files");
            progress.report(file, Map.of());
          });
    }
  }

  /** Of the data set. */
  int size() {
    return fileExamples.stream().mapToInt(Integer::intValue).sum();
  }
}

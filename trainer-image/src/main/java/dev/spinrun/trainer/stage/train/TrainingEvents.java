package dev.spinrun.trainer.stage.train;

import dev.spinrun.trainer.stage.context.SideWriter;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.tensorboard.EventFile;
import dev.spinrun.trainer.train.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every step's numbers as event files for TensorBoard, a new file every half minute, since objects
 * cannot grow.
 */
final class TrainingEvents implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final StageContext context;
  private final SideWriter writer;
  private @Nullable EventFile file;
  private Instant begun = Instant.MIN;
  private String name = "";

  TrainingEvents(StageContext context) {
    this.context = context;
    this.writer = new SideWriter(context.store(), "training events");
  }

  void add(StepReport step) {
    Instant now = context.clock().instant();
    EventFile current = file;
    if (current == null) {
      current = begin(now, step.step());
    }
    Map<String, Double> numbers = new TreeMap<>();
    StepLog.metrics(step).forEach((metric, value) -> numbers.put("train/" + metric, value));
    current.add(now, step.step(), numbers);
    if (!now.isBefore(begun.plus(INTERVAL))) {
      flush();
    }
  }

  /** TensorBoard reads the files of a folder in the order of their names. */
  private EventFile begin(Instant now, long firstStep) {
    name =
        "%s/events.out.tfevents.%010d.%s"
            .formatted(
                context.layout().events(context.plan().iteration(), context.attempt()),
                now.getEpochSecond(),
                context.writer());
    begun = now;
    file = new EventFile(now, firstStep);
    return file;
  }

  /** Sends what there is; it is kept, and grows, while the last file is still on its way. */
  private void flush() {
    if (file != null && writer.offer(name, file.toBytes())) {
      file = null;
    }
  }

  @Override
  public void close() {
    flush();
    writer.close();
  }
}

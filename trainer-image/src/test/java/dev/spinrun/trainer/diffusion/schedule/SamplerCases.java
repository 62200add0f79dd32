package dev.spinrun.trainer.diffusion.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.ConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Scheduler files that differ in a few fields from the tiny pipeline's. */
public final class SamplerCases {
  private SamplerCases() {}

  /** The tiny pipeline's own file. */
  public static SchedulerConfig tiny() {
    return SchedulerConfig.load(Golden.path("tiny_pipeline/scheduler"));
  }

  /** The tiny pipeline's file with another value of one field. */
  public static SchedulerConfig tiny(String field, @Nullable Object value) {
    ObjectNode file = (ObjectNode) Golden.json("tiny_pipeline/scheduler/scheduler_config.json");
    file.set(field, new ObjectMapper().valueToTree(value));
    return SchedulerConfig.read(ConfigReader.of("scheduler_config.json", file));
  }

  /** A file with this content. */
  public static SchedulerConfig parse(String content) {
    try {
      Path folder = Files.createTempDirectory("scheduler");
      Path file = Files.writeString(folder.resolve("scheduler_config.json"), content);
      SchedulerConfig config = SchedulerConfig.load(folder);
      Files.delete(file);
      Files.delete(folder);
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static SchedulerConfig velocity() {
    return tiny("prediction_type", "v_prediction");
  }
}

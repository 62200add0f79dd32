package dev.spinrun.trainer.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.contract.life.Amendment;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsFile;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import dev.spinrun.trainer.train.optimizer.LossScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The complete state of a training in a folder: one safetensors file per set of weights, and
 * state.json with the steps done and the settings, written last.
 *
 * <p>Order of data and randomness are derived from settings and step, so they are not in it.
 */
record Checkpoint(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATE = "state.json";
  private static final String STEPS = "stepsDone";
  private static final String UPDATES = "updates";
  private static final String SCALE = "lossScale";
  private static final String CALM = "calmSteps";
  private static final String SETTINGS = "settings";

  /**
   * What changes from step to step besides weights.
   *
   * @param updates of the optimizer: fewer than steps where gradients overflowed
   */
  record State(int stepsDone, int updates, LossScale lossScale) {}

  void write(State state, TrainingSettings settings, Map<String, Weights> sets) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, Weights> set : sets.entrySet()) {
      SafetensorsWriter.write(file(set.getKey()), set.getValue().byName());
    }
    JsonNode json =
        JSON.createObjectNode()
            .put(STEPS, state.stepsDone())
            .put(UPDATES, state.updates())
            .put(SCALE, state.lossScale().factor())
            .put(CALM, state.lossScale().calmSteps())
            .set(SETTINGS, json(settings));
    Files.write(
        folder.resolve(STATE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }

  /**
   * Copies all sets into weights of the same names.
   *
   * @return the rest of the state
   */
  State read(TrainingSettings settings, Map<String, Weights> sets) throws IOException {
    JsonNode state = JSON.readTree(Files.readAllBytes(folder.resolve(STATE)));
    requireSame(state.path(SETTINGS), json(settings));
    for (Map.Entry<String, Weights> set : sets.entrySet()) {
      restore(file(set.getKey()), set.getValue());
    }
    return new State(
        state.path(STEPS).asInt(),
        state.path(UPDATES).asInt(),
        new LossScale(state.path(SCALE).asDouble(), state.path(CALM).asInt()));
  }

  private static JsonNode json(TrainingSettings settings) throws IOException {
    return JSON.readTree(JSON.writeValueAsBytes(settings));
  }

  /**
   * A setting that one of the versions does not know yet means there what was always done. What an
   * amendment changes may differ: after a divergence a training may resume with less.
   */
  private void requireSame(JsonNode written, JsonNode now) {
    List<String> others = new ArrayList<>();
    for (Map.Entry<String, JsonNode> setting : now.properties()) {
      JsonNode before = written.path(setting.getKey());
      if (!Amendment.CHANGES.contains(setting.getKey())
          && !before.isMissingNode()
          && !before.equals(setting.getValue())) {
        others.add("%s %s, now %s".formatted(setting.getKey(), before, setting.getValue()));
      }
    }
    if (!written.isObject() || !others.isEmpty()) {
      throw new IllegalArgumentException(
          "The checkpoint %s was written with other settings and cannot be continued: %s. Start the iteration anew."
              .formatted(folder, written.isObject() ? String.join("; ", others) : written));
    }
  }

  private static void restore(Path path, Weights weights) throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      if (!file.entries().keySet().equals(weights.byName().keySet())) {
        throw new IllegalArgumentException(
            "The checkpoint file %s has %d tensors that are not the model's %d. Start the iteration anew."
                .formatted(path, file.entries().size(), weights.byName().size()));
      }
      for (Map.Entry<String, Tensor> parameter : weights.byName().entrySet()) {
        try (Scope step = Scope.open()) {
          parameter.getValue().assign(file.read(step, parameter.getKey()));
        }
      }
    }
  }

  private Path file(String set) {
    return folder.resolve(set + ".safetensors");
  }
}

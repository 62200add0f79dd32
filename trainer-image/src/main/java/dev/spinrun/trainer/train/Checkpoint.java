package dev.spinrun.trainer.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.SafetensorsFile;
import dev.spinrun.trainer.tensor.SafetensorsWriter;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final String SETTINGS = "settings";

  void write(int stepsDone, TrainingSettings settings, Map<String, Weights> sets)
      throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, Weights> set : sets.entrySet()) {
      SafetensorsWriter.write(file(set.getKey()), set.getValue().byName());
    }
    JsonNode state =
        JSON.createObjectNode().put(STEPS, stepsDone).put(SETTINGS, settings.toString());
    Files.write(
        folder.resolve(STATE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
  }

  /**
   * Copies all sets into weights of the same names.
   *
   * @return the number of steps done
   */
  int read(TrainingSettings settings, Map<String, Weights> sets) throws IOException {
    JsonNode state = JSON.readTree(Files.readAllBytes(folder.resolve(STATE)));
    String written = state.path(SETTINGS).asText();
    if (!written.equals(settings.toString())) {
      throw new IllegalArgumentException(
          "The checkpoint %s was written with other settings and cannot be continued: %s, now %s. Start the iteration anew."
              .formatted(folder, written, settings));
    }
    for (Map.Entry<String, Weights> set : sets.entrySet()) {
      restore(file(set.getKey()), set.getValue());
    }
    return state.path(STEPS).asInt();
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

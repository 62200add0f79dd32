package dev.spinrun.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What both sides of the comparison do.
 *
 * @param task "spin-step", "sampling" or "vae-encode"
 * @param latent height and width of a latent
 * @param pixels height and width of a picture, of a VAE
 * @param batch pairs of a step, or pictures drawn at a time
 * @param emaDecay of the averaged weights; 0 for none
 * @param recomputed whether the backward pass computes blocks again
 * @param adapterRank of the trained adapters; 0 to train every weight
 * @param warmup repetitions that are not counted
 */
record Workload(
    String task,
    int latent,
    int tokens,
    int textWidth,
    int pixels,
    int batch,
    double emaDecay,
    boolean recomputed,
    int adapterRank,
    int samplerSteps,
    int warmup,
    int measured) {
  private static final int LATENT_CHANNELS = 4;

  static Workload read(Path file, String name) throws IOException {
    JsonNode all = new ObjectMapper().readTree(Files.readAllBytes(file));
    JsonNode json = all.path(name);
    if (json.isMissingNode()) {
      throw new IllegalArgumentException(
          "%s has no workload `%s`; choose one of those it names.".formatted(file, name));
    }
    return new Workload(
        json.required("task").asText(),
        json.required("latent").asInt(),
        json.required("tokens").asInt(),
        json.required("textWidth").asInt(),
        json.path("pixels").asInt(),
        json.required("batch").asInt(),
        json.required("emaDecay").asDouble(),
        json.path("gradientCheckpointing").asBoolean(),
        json.required("adapterRank").asInt(),
        json.required("samplerSteps").asInt(),
        json.required("warmup").asInt(),
        json.required("measured").asInt());
  }

  Shape latentShape() {
    return Shape.of(LATENT_CHANNELS, latent, latent);
  }

  Shape textShape() {
    return Shape.of(tokens, textWidth);
  }
}

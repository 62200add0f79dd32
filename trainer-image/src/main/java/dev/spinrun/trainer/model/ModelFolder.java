package dev.spinrun.trainer.model;

import dev.spinrun.trainer.tensor.file.TensorFile;
import dev.spinrun.trainer.tensor.file.TensorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the files of one component (unet, vae, text_encoder, a CLIP model) in its folder.
 *
 * <p>Names are those of diffusers and transformers. Of several variants the best one is read, see
 * {@link WeightVariants}; one file and shards with an index are equal.
 */
public record ModelFolder(Path folder) {
  private static final List<String> SAFETENSORS =
      List.of("diffusion_pytorch_model", "model", "pytorch_model");
  private static final List<String> TORCH = List.of("diffusion_pytorch_model", "pytorch_model");
  private static final String INDEX = ".json";

  /** What its config.json says. */
  public ConfigReader config() {
    return ConfigReader.open(folder.resolve("config.json"));
  }

  TensorSource weights() {
    Path file =
        candidates()
            .map(folder::resolve)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () ->
                    new UnusableModelException(
                        "%s holds no weights: neither %s.safetensors nor %s.bin, nor a variant or an index of shards, is there. Take all files of the folder from one model."
                            .formatted(
                                folder,
                                String.join(".safetensors, ", SAFETENSORS),
                                String.join(".bin, ", TORCH))));
    try {
      return file.toString().endsWith(INDEX) ? ShardedWeights.open(file) : TensorFile.open(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The weights " + file + " cannot be read.", e);
    }
  }

  private static Stream<String> candidates() {
    return WeightVariants.VARIANTS.stream()
        .flatMap(
            variant ->
                Stream.concat(
                    SAFETENSORS.stream().flatMap(stem -> names(stem, variant, ".safetensors")),
                    TORCH.stream().flatMap(stem -> names(stem, variant, ".bin"))));
  }

  /** The variant of an index stood in three places over the years. */
  private static Stream<String> names(String stem, String variant, String format) {
    return Stream.of(
            stem + variant + format,
            stem + variant + format + ".index.json",
            stem + format + variant + ".index.json",
            stem + format + ".index" + variant + ".json")
        .distinct();
  }
}

package dev.spinrun.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.file.SafetensorsFile;
import dev.spinrun.trainer.tensor.file.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tiny UNet in several files and under the names of variants. */
class ShardedWeightsTest {
  private static final Path UNET = Golden.path("tiny_pipeline/unet");
  private static final String WHOLE = "diffusion_pytorch_model.safetensors";
  private static final String INDEX = WHOLE + ".index.json";

  private final Scope scope = Scope.open();
  private final Map<String, Tensor> tensors = new TreeMap<>();

  @TempDir private Path folder;

  @BeforeEach
  void read() throws IOException {
    Files.copy(UNET.resolve("config.json"), folder.resolve("config.json"));
    try (SafetensorsFile file = SafetensorsFile.open(UNET.resolve(WHOLE))) {
      for (String name : file.entries().keySet()) {
        tensors.put(name, file.read(scope, name));
      }
    }
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static String shard(int number) {
    return "diffusion_pytorch_model-%05d-of-00003.safetensors".formatted(number);
  }

  private void writeShards(String index) throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    List<Map<String, Tensor>> shards = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    int i = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      int number = i++ % shards.size();
      shards.get(number).put(tensor.getKey(), tensor.getValue());
      json.withObject("/weight_map").put(tensor.getKey(), shard(number + 1));
    }
    for (int number = 0; number < shards.size(); number++) {
      SafetensorsWriter.write(folder.resolve(shard(number + 1)), shards.get(number));
    }
    Files.writeString(folder.resolve(index), json.toString());
  }

  private void assertLoads() {
    UNet expected = UNet.load(scope, UNET);
    UNet unet = UNet.load(scope, folder);
    expected
        .weights()
        .byName()
        .forEach(
            (name, tensor) ->
                assertThat(unet.weights().get(name).toFloats())
                    .as(name)
                    .isEqualTo(tensor.toFloats()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        INDEX,
        "diffusion_pytorch_model.fp16.safetensors.index.json",
        "diffusion_pytorch_model.safetensors.index.fp16.json"
      })
  void shardsAreReadByTheirIndex(String index) throws IOException {
    writeShards(index);

    assertLoads();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "diffusion_pytorch_model.non_ema.safetensors",
        "diffusion_pytorch_model.fp16.safetensors"
      })
  void aVariantIsReadWhereItIsTheOnlyOne(String name) throws IOException {
    SafetensorsWriter.write(folder.resolve(name), tensors);

    assertLoads();
  }

  @Test
  void fullAveragedWeightsGoFirst() throws IOException {
    SafetensorsWriter.write(folder.resolve(WHOLE), tensors);
    for (String other : List.of("fp16.safetensors", "non_ema.safetensors", "bin")) {
      Files.writeString(folder.resolve("diffusion_pytorch_model." + other), "not to be read");
    }

    assertLoads();
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    writeShards(INDEX);
    Files.delete(folder.resolve(shard(2)));

    assertThatThrownBy(() -> UNet.load(scope, folder))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("names shards that are not beside it: " + shard(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | has no weight_map",
        "not json | is no JSON",
        "{\"weight_map\": [\"a\"]} | has no weight_map",
        "{\"weight_map\": {\"a\": \"\\u0000\"}} | not beside it: ?",
        "{\"weight_map\": {\"a\": {}}} | not beside it: ",
        "{\"weight_map\": {\"a\": \"../secret.safetensors\"}} | not beside it: ../secret.safetensors"
      })
  void anIndexThatIsNoneIsRefused(String content, String reason) throws IOException {
    Files.writeString(folder.resolve(INDEX), content);

    assertThatThrownBy(() -> UNet.load(scope, folder))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void anIndexOfAnotherModelIsRefused() throws IOException {
    writeShards(INDEX);
    ObjectNode index = (ObjectNode) new ObjectMapper().readTree(folder.resolve(INDEX).toFile());
    index.withObject("/weight_map").put("no.such.tensor", shard(1));
    Files.writeString(folder.resolve(INDEX), index.toString());

    assertThatThrownBy(() -> UNet.load(scope, folder))
        .hasMessageContaining(
            "promises 1 tensors that its shards do not hold, the first is no.such.tensor");
  }
}

package dev.spinrun.trainer.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.trainer.stage.DamagedQuickstart.Fault;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models and judges that preparation refuses, each with its sentence, before a GPU is asked for.
 */
@Execution(ExecutionMode.CONCURRENT)
class BadModelTest {
  private static final String UNET = "model/unet/diffusion_pytorch_model.safetensors";
  private static final String TORCH = "model/unet/diffusion_pytorch_model.bin";
  private static final String INDEX = UNET + ".index.json";
  private static final String UNET_CONFIG = "model/unet/config.json";
  private static final String VOCABULARY = "model/tokenizer/vocab.json";
  private static final String BERT = "\"model_type\": \"bert\"";
  private static final String BIAS = "conv_in.bias";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @MethodSource({"folders", "configurations", "tensors", "files", "tokenizers", "judges"})
  void isRefusedByItsUri(String name, Fault fault, String message) throws IOException {
    DamagedQuickstart.in(folder, fault).isRefused(message);
  }

  static Stream<Arguments> folders() {
    return Stream.of(
        row(
            "no model",
            e -> e.move("model", "moved"),
            "example/model has no files. Put the right files there and set the annotation spinrun.dev/retry, or create a new SpinRun with another spec.model.uri."),
        row(
            "a CLIP for a model",
            e -> instead(e, "model", "scorer/config.json", "model/config.json"),
            "example/model is a CLIP model, not a model in diffusers' layout: the folders unet,"),
        row(
            "a pipeline of SDXL",
            e ->
                e.replace("model/model_index.json", "StableDiffusionPipe", "StableDiffusionXLPipe"),
            "example/model is an SDXL pipeline (StableDiffusionXLPipeline), not a model"),
        row(
            "a checkpoint in one file",
            e -> instead(e, "model", "scorer/model.safetensors", "model/v1-5.safetensors"),
            "example/model is a checkpoint in a single file (v1-5.safetensors), not a model"),
        row(
            "a LoRA",
            e -> {
              e.move("model", "moved");
              e.write("model/castle.safetensors", "\30\0\0\0\0\0\0\0{\"lora_unet_down\":{}}   ");
            },
            "example/model is a LoRA without its model (castle.safetensors), not a model"),
        row("no weights", e -> e.delete(UNET), "example/model/unet holds no weights"),
        row(
            "no configuration",
            e -> e.delete(UNET_CONFIG),
            "example/model/unet/config.json is missing"));
  }

  static Stream<Arguments> configurations() {
    return Stream.of(
        row("another architecture", e -> e.replace(UNET_CONFIG, "\"silu\"", "\"mish\""), "mish"),
        row(
            "a field that nobody knows",
            e -> e.json(UNET_CONFIG, c -> c.put("warp_factor", 9)),
            "warp_factor is unknown (was 9)"),
        row(
            "a configuration that is cut short",
            e -> e.truncate(UNET_CONFIG, 20),
            "example/model/unet/config.json is no JSON"),
        row(
            "a configuration that is a list",
            e -> e.write(UNET_CONFIG, "[]"),
            "is no JSON object; a model configuration is one"),
        row(
            "levels that contradict each other",
            e -> e.json(UNET_CONFIG, c -> c.putArray("block_out_channels").add(32)),
            "levels"),
        row(
            "a schedule that the sampler cannot walk",
            e ->
                e.replace(
                    "model/scheduler/scheduler_config.json",
                    "\"trained_betas\"",
                    "\"use_karras_sigmas\": true, \"trained_betas\""),
            "does not fit the sampler Ddim: use_karras_sigmas is supported only as false"));
  }

  static Stream<Arguments> tensors() {
    return Stream.of(
        row(
            "weights of another model",
            e -> e.replaceBy(UNET, "model/text_encoder/model.safetensors"),
            "do not fit their config.json"),
        row(
            "a missing tensor",
            e -> e.tensors(UNET, (scope, tensors) -> tensors.remove(BIAS)),
            "1 missing: conv_in.bias"),
        row(
            "a tensor too many",
            e ->
                e.tensors(
                    UNET,
                    (scope, tensors) ->
                        tensors.put("extra.bias", scope.floats(new float[2], Shape.of(2)))),
            "1 unexpected: extra.bias"),
        row(
            "a tensor of another shape",
            e ->
                e.tensors(
                    UNET,
                    (scope, tensors) -> tensors.put(BIAS, scope.floats(new float[2], Shape.of(2)))),
            "1 of another shape: conv_in.bias has"),
        row(
            "NaN in the UNet",
            e -> nan(e, UNET, BIAS),
            "example/model/unet has NaN or infinity in 1 tensors (conv_in.bias)"),
        row(
            "NaN in the autoencoder",
            e -> nan(e, "model/vae/diffusion_pytorch_model.safetensors", "encoder.conv_in.bias"),
            "The vae of"),
        row(
            "NaN in the text encoder",
            e -> nan(e, "model/text_encoder/model.safetensors", "text_model.final_layer_norm.bias"),
            "example/model/text_encoder has NaN or infinity in 1 tensors"
                + " (text_model.final_layer_norm.bias)"));
  }

  private static void nan(DamagedQuickstart copy, String file, String name) throws IOException {
    copy.tensors(
        file,
        (scope, tensors) -> {
          float[] numbers = Objects.requireNonNull(tensors.get(name)).toFloats();
          Arrays.fill(numbers, Float.NaN);
          tensors.put(name, scope.floats(numbers, Shape.of(numbers.length)));
        });
  }

  static Stream<Arguments> files() {
    return Stream.of(
        row("weights that are cut short", e -> e.truncate(UNET, 1_000_000), "example/" + UNET),
        row("weights with something behind", e -> e.append(UNET, 8), "something was appended"),
        row("an empty file", e -> e.truncate(UNET, 0), "is empty. Write or download it again."),
        row("a header that is no JSON", e -> e.setInt(UNET, 8, 0), "a header that is no JSON"),
        row("a header of exabytes", e -> e.setInt(UNET, 4, -1), "claims a header of"),
        row(
            "a type that is not read",
            e -> e.header(UNET, h -> of(h).put("dtype", "F7")),
            "stores tensor `conv_in.bias` as F7, which is not read"),
        row(
            "whole numbers for weights",
            e -> widened(e, h -> of(h).put("dtype", "I32")),
            "weights are F32, F16 or BF16"),
        row(
            "tensors that overlap",
            e -> widened(e, h -> of(h).putArray("data_offsets").add(4).add(4 + bytes(h))),
            "overlap or leave a gap"),
        row(
            "a shape that needs more bytes",
            e -> widened(e, h -> of(h).putArray("shape").add(1 << 20)),
            "needs 4194304"),
        row("a pickle with code", e -> torch(e, "torch/code.pt"), "asks for posix.system"),
        row(
            "a pickled module",
            e -> torch(e, "torch/pickled_module.pt"),
            "asks for __main__.Layer"),
        row(
            "a torch file of old",
            e -> torch(e, "torch/legacy.pt"),
            "is no archive as torch.save writes it since torch 1.6"),
        row(
            "a shard that is not there",
            e -> shard(e, "shard-2.safetensors"),
            "names shards that are not beside it: shard-2.safetensors"),
        row("a shard elsewhere", e -> shard(e, "../vae/x.safetensors"), "not beside it"));
  }

  /** Writes the weights as fp32, then changes what the file says of itself. */
  private static void widened(DamagedQuickstart copy, Consumer<ObjectNode> change)
      throws IOException {
    copy.tensors(UNET, (scope, tensors) -> {});
    copy.header(UNET, change);
  }

  private static ObjectNode of(ObjectNode header) {
    return (ObjectNode) header.get(BIAS);
  }

  private static long bytes(ObjectNode header) {
    return of(header).get("shape").get(0).asLong() * Float.BYTES;
  }

  private static void torch(DamagedQuickstart copy, String golden) throws IOException {
    copy.delete(UNET);
    copy.copyGolden(golden, TORCH);
  }

  private static void shard(DamagedQuickstart copy, String name) throws IOException {
    copy.delete(UNET);
    copy.write(INDEX, "{\"weight_map\": {\"conv_in.bias\": \"%s\"}}".formatted(name));
  }

  static Stream<Arguments> tokenizers() {
    return Stream.of(
        row(
            "a vocabulary without end",
            e -> e.json(VOCABULARY, v -> v.remove("<|endoftext|>")),
            "lacks the special token `<|endoftext|>`"),
        row(
            "a vocabulary of another encoder",
            e -> e.json(VOCABULARY, v -> v.put("<|endoftext|>", 49407)),
            "The tokenizer has ids up to 49407, the text encoder knows"),
        row(
            "a vocabulary of words",
            e -> e.json(VOCABULARY, v -> v.put("a", "one")),
            "gives `a` the id \"one\""),
        row(
            "no vocabulary",
            e -> e.delete(VOCABULARY),
            "example/model/tokenizer/vocab.json is missing. Take all tokenizer files"),
        row(
            "joins that join nothing",
            e -> e.write("model/tokenizer/merges.txt", "#version: 0.2\nabc\n"),
            "has the line `abc`; two pieces with a space between belong there"),
        row(
            "rows that are too long",
            e ->
                e.json("model/tokenizer/tokenizer_config.json", c -> c.put("model_max_length", 77)),
            "The tokenizer makes rows of 77 tokens, the text encoder takes"));
  }

  static Stream<Arguments> judges() {
    return Stream.of(
        row(
            "a judge without weights",
            e -> e.delete("scorer/model.safetensors"),
            "example/scorer holds no weights"),
        row(
            "a judge that is cut short",
            e -> e.truncate("scorer/model.safetensors", 5_000),
            "example/scorer/model.safetensors"),
        row(
            "no judge",
            e -> e.move("scorer", "moved"),
            "example/scorer has no files. Put the right files there or correct spec.evaluate.scorers[ClipScore].uri, then set the annotation spinrun.dev/retry."),
        row(
            "a pipeline for a judge",
            e -> instead(e, "scorer", "model/model_index.json", "scorer/model_index.json"),
            "example/scorer is a diffusers pipeline (StableDiffusionPipeline), not a CLIP model: a config.json with model_type clip"),
        row(
            "a UNet for a judge",
            e -> instead(e, "scorer", UNET_CONFIG, "scorer/config.json"),
            "example/scorer is a part of a diffusers pipeline (UNet2DConditionModel), not a CLIP"),
        row(
            "a language model for a judge",
            e -> e.replace("scorer/config.json", "\"model_type\": \"clip\"", BERT),
            "example/scorer is a model of another kind (bert), not a CLIP model"),
        row(
            "half a CLIP",
            e ->
                e.replace(
                    "scorer/config.json",
                    "\"model_type\": \"clip\"",
                    "\"model_type\": \"clip_vision_model\""),
            "spec.evaluate.scorers[ClipScore].uri: file://"));
  }

  /** In place of a folder one file of another. */
  private static void instead(DamagedQuickstart copy, String folder, String from, String to)
      throws IOException {
    copy.move(folder, "moved");
    copy.write(to, "");
    copy.replaceBy(to, from.startsWith(folder + "/") ? from.replaceFirst(folder, "moved") : from);
  }

  private static Arguments row(String name, Fault fault, String message) {
    return Arguments.of(name, fault, message);
  }
}

package dev.spinrun.trainer.stage.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.InputField;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What kind of model a folder holds, told by the names of its files and by what its small files say
 * of themselves, before gigabytes are downloaded.
 */
public record FolderKind(ObjectSource source, List<String> keys) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_JSON_BYTES = 1 << 20;
  private static final String PIPELINE = "model_index.json";
  private static final String CONFIG = "config.json";
  private static final String CLIP = "clip";
  private static final int LENGTH_BYTES = 8;

  /** What a field wants. */
  public enum Wanted {
    PIPELINE(
        "a model in diffusers' layout: the folders unet, vae, text_encoder, tokenizer and scheduler of Stable Diffusion 1.x or 2.x are needed.") {
      @Override
      boolean is(FolderKind folder) {
        return folder.keys.stream().anyMatch(key -> key.startsWith("unet/")) && !folder.isXl();
      }
    },
    CLIP_MODEL(
        "a CLIP model: a config.json with model_type clip, the weights and the tokenizer are needed in one folder.") {
      @Override
      boolean is(FolderKind folder) {
        String type = folder.field(CONFIG, "model_type");
        return folder.keys.contains(CONFIG)
            && (type.equals(CLIP) || type.isEmpty())
            && folder.field(CONFIG, "_class_name").isEmpty();
      }
    };

    private final String needs;

    Wanted(String needs) {
      this.needs = needs;
    }

    abstract boolean is(FolderKind folder);
  }

  /**
   * Refuses a folder of another kind.
   *
   * @throws InputException that says what it is instead
   */
  void require(Wanted wanted, InputField field) {
    if (!wanted.is(this)) {
      throw field.problem(
          "%s is %s, not %s".formatted(source.locate(""), description(), wanted.needs));
    }
  }

  private boolean isXl() {
    return field(PIPELINE, "_class_name").contains("XL");
  }

  private String description() {
    if (keys.contains(PIPELINE)) {
      return (isXl() ? "an SDXL pipeline" : "a diffusers pipeline")
          + inBrackets(field(PIPELINE, "_class_name"));
    }
    if (keys.contains("adapter_config.json")
        || keys.stream().anyMatch(key -> key.contains("pytorch_lora_weights."))) {
      return "a LoRA without its model";
    }
    return keys.contains(CONFIG) ? ofConfig() : ofFiles();
  }

  private String ofConfig() {
    String part = field(CONFIG, "_class_name");
    if (!part.isEmpty()) {
      return "a part of a diffusers pipeline" + inBrackets(part);
    }
    String type = field(CONFIG, "model_type");
    return switch (type) {
      case CLIP -> "a CLIP model";
      case "clip_vision_model" -> "the image tower of a CLIP alone";
      case "clip_text_model" -> "the text tower of a CLIP alone";
      default -> "a model of another kind" + inBrackets(type);
    };
  }

  private String ofFiles() {
    return keys.stream()
        .filter(key -> key.matches("[^/]+\\.(safetensors|ckpt|pt|pth|bin)"))
        .findFirst()
        .map(
            file ->
                (isLora(file) ? "a LoRA without its model" : "a checkpoint in a single file")
                    + inBrackets(file))
        .orElse("no model");
  }

  /** A file of adapters names them so in its header. */
  private boolean isLora(String file) {
    if (!file.endsWith(".safetensors")) {
      return false;
    }
    byte[] length = source.readRange(file, 0, LENGTH_BYTES);
    long header =
        length.length < LENGTH_BYTES
            ? 0
            : ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (header < 0) {
      return false;
    }
    byte[] begin = source.readRange(file, LENGTH_BYTES, (int) Math.min(header, MAX_JSON_BYTES));
    return new String(begin, StandardCharsets.UTF_8).contains("lora");
  }

  private static String inBrackets(String name) {
    return name.isEmpty() ? "" : " (" + Excerpt.of(name) + ")";
  }

  /** A text in a JSON file, empty if there is none: a broken file has its own sentence later. */
  private String field(String file, String name) {
    if (!keys.contains(file)) {
      return "";
    }
    try {
      JsonNode json = JSON.readTree(source.read(file, MAX_JSON_BYTES));
      return json.path(name).asText("");
    } catch (IOException e) {
      return "";
    }
  }
}

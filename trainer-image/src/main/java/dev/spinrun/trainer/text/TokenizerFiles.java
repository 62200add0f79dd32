package dev.spinrun.trainer.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.contract.json.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of a tokenizer folder in transformers' layout. */
record TokenizerFiles(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEGIN = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final int DEFAULT_LENGTH = 77;

  /** Longer is transformers' way to say "unknown". */
  private static final int LONGEST = 100_000;

  ClipTokenizer read() {
    Map<String, Integer> vocabulary = vocabulary();
    SpecialTokens special =
        new SpecialTokens(
            token("bos_token", BEGIN),
            token("eos_token", END),
            token("pad_token", END),
            token("unk_token", END));
    for (String token :
        List.of(special.begin(), special.end(), special.padding(), special.unknown())) {
      if (!vocabulary.containsKey(token)) {
        throw new MalformedTokenizerException(
            "%s lacks the special token `%s`".formatted(folder.resolve("vocab.json"), token));
      }
    }
    int length = optional("tokenizer_config.json").path("model_max_length").asInt(DEFAULT_LENGTH);
    return new ClipTokenizer(
        vocabulary,
        new BytePairs(merges()),
        special,
        length < 2 || length > LONGEST ? DEFAULT_LENGTH : length);
  }

  private Map<String, Integer> vocabulary() {
    Map<String, Integer> vocabulary = new HashMap<>();
    for (Map.Entry<String, JsonNode> piece : required("vocab.json").properties()) {
      JsonNode id = piece.getValue();
      if (!id.isInt() || id.intValue() < 0) {
        throw new MalformedTokenizerException(
            "%s gives `%s` the id %s"
                .formatted(
                    folder.resolve("vocab.json"),
                    Excerpt.of(piece.getKey()),
                    Excerpt.of(id.toString())));
      }
      vocabulary.put(piece.getKey(), id.intValue());
    }
    return vocabulary;
  }

  /** Either a text or an object with the text in "content". */
  private String token(String name, String otherwise) {
    return Stream.of("special_tokens_map.json", "tokenizer_config.json")
        .map(file -> optional(file).path(name))
        .map(node -> node.isObject() ? node.path("content") : node)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst()
        .orElse(otherwise);
  }

  private List<String> merges() {
    Path file = folder.resolve("merges.txt");
    try {
      List<String> lines =
          Files.readAllLines(file).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#version"))
              .toList();
      for (String line : lines) {
        if (!line.strip().contains(" ")) {
          throw new MalformedTokenizerException(
              "%s has the line `%s`; two pieces with a space between belong there"
                  .formatted(file, Excerpt.of(line)));
        }
      }
      return lines;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private JsonNode optional(String name) {
    return Files.exists(folder.resolve(name)) ? required(name) : JSON.createObjectNode();
  }

  private JsonNode required(String name) {
    Path file = folder.resolve(name);
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static MalformedTokenizerException unreadable(Path file, IOException cause) {
    return new MalformedTokenizerException(
        "The tokenizer file %s %s"
            .formatted(
                file,
                cause instanceof NoSuchFileException
                    ? "is missing"
                    : "cannot be read as JSON or UTF-8"));
  }
}

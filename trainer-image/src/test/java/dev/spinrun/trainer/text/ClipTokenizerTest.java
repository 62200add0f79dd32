package dev.spinrun.trainer.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CLIP's tokenizer against transformers (golden/tokenizer.json). */
class ClipTokenizerTest {
  private static final JsonNode GOLDEN = Golden.json("tokenizer.json");

  private final ClipTokenizer tokenizer =
      ClipTokenizer.load(Golden.path("tiny_pipeline/tokenizer"));

  record Case(String prompt, List<Integer> ids) {}

  static Stream<Case> goldenPrompts() {
    return IntStream.range(0, GOLDEN.get("prompts").size())
        .mapToObj(
            i ->
                new Case(
                    GOLDEN.get("prompts").get(i).asText(),
                    Arrays.stream(Golden.doubles(GOLDEN.get("input_ids").get(i)))
                        .mapToObj(id -> (int) id)
                        .toList()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goldenPrompts")
  void promptBecomesTheIdsOfTransformers(Case expected) {
    int[] row = tokenizer.encode(expected.prompt());

    assertThat(row).containsExactly(expected.ids().stream().mapToInt(i -> i).toArray());
  }

  @Test
  void rowOfAnEmptyPromptHasTheSpecialTokensOfTransformers() {
    int[] row = tokenizer.encode("");

    assertThat(row).hasSize(GOLDEN.get("max_len").asInt());
    assertThat(row[0]).isEqualTo(GOLDEN.get("bos").asInt());
    assertThat(row[1]).isEqualTo(GOLDEN.get("eos").asInt());
    assertThat(Arrays.copyOfRange(row, 2, row.length)).containsOnly(GOLDEN.get("pad").asInt());
  }

  @Test
  void filesHaveAsManyPiecesAndJoinsAsTransformersRead() throws IOException {
    Path folder = Golden.path("tiny_pipeline/tokenizer");
    long joins =
        Files.readAllLines(folder.resolve("merges.txt")).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#version"))
            .count();

    assertThat(Golden.json("tiny_pipeline/tokenizer/vocab.json"))
        .hasSize(GOLDEN.get("vocab_size").asInt());
    assertThat(joins).isEqualTo(GOLDEN.get("merges").asLong());
  }

  @Test
  void specialTokenInsideAPromptIsOneToken() {
    int end = GOLDEN.get("eos").asInt();

    assertThat(tokenizer.tokens("red<|endoftext|>circle"))
        .containsSequence(end)
        .doesNotContain(tokenizer.tokens("<").get(0));
  }

  @Test
  void decomposedAccentIsTheComposedOne() {
    assertThat(tokenizer.tokens("cafe\u0301")).isEqualTo(tokenizer.tokens("caf\u00e9"));
  }

  @Test
  void everyByteOfAnyTextHasAToken() {
    assertThat(tokenizer.tokens("\u0000\u007f\u00ad\u732b\ud83d\ude00"))
        .doesNotContain(GOLDEN.get("eos").asInt());
  }
}

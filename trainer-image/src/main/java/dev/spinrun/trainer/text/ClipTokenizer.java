package dev.spinrun.trainer.text;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CLIP's tokenizer: prompts to rows of ids of one length.
 *
 * <p>Source: openai/CLIP simple_tokenizer.py. Mirrors: transformers' CLIPTokenizerFast (NFC, lower
 * case, no HTML unescaping). Immutable and thread-safe.
 */
public final class ClipTokenizer {
  private final Map<String, Integer> vocabulary;
  private final BytePairs pairs;
  private final SpecialTokens special;
  private final int maxLength;
  private final Pattern words;

  ClipTokenizer(
      Map<String, Integer> vocabulary, BytePairs pairs, SpecialTokens special, int maxLength) {
    this.vocabulary = Map.copyOf(vocabulary);
    this.pairs = pairs;
    this.special = special;
    this.maxLength = maxLength;
    this.words =
        Pattern.compile(
            Pattern.quote(special.begin())
                + "|"
                + Pattern.quote(special.end())
                + "|'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+");
  }

  /**
   * Reads a tokenizer folder: vocab.json, merges.txt and, for the special tokens and the length,
   * tokenizer_config.json and special_tokens_map.json.
   */
  public static ClipTokenizer load(Path folder) {
    return new TokenizerFiles(folder).read();
  }

  /** Tokens of a row, the special ones included. */
  public int maxLength() {
    return maxLength;
  }

  /** The largest id that a row may have. */
  public int largestId() {
    return Collections.max(vocabulary.values());
  }

  /** Begin, the prompt's tokens, end; cut to {@link #maxLength} before the end, then padded. */
  public int[] encode(String prompt) {
    List<Integer> tokens = tokens(prompt);
    int kept = Math.min(tokens.size(), maxLength - 2);
    int[] row = new int[maxLength];
    Arrays.fill(row, id(special.padding()));
    row[0] = id(special.begin());
    for (int i = 0; i < kept; i++) {
      row[i + 1] = tokens.get(i);
    }
    row[kept + 1] = id(special.end());
    return row;
  }

  /** The prompt's own tokens, however many. */
  public List<Integer> tokens(String prompt) {
    String normal = Normalizer.normalize(prompt, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    List<Integer> ids = new ArrayList<>();
    Matcher word = words.matcher(normal);
    while (word.find()) {
      if (word.group().equals(special.begin()) || word.group().equals(special.end())) {
        ids.add(id(word.group()));
      } else {
        pairs.split(ByteAlphabet.spell(word.group())).forEach(piece -> ids.add(id(piece)));
      }
    }
    return List.copyOf(ids);
  }

  private int id(String piece) {
    Integer id = vocabulary.get(piece);
    return id != null ? id : id(special.unknown());
  }
}

package dev.spinrun.trainer.diffusion;

import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.model.clip.TextEncoder;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.text.ClipTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From prompts to what the noise predictor reads: a row per token, padding included. */
public final class PromptEncoder {
  private static final int AT_A_TIME = 32;

  private final ClipTokenizer tokenizer;
  private final TextEncoder encoder;

  public PromptEncoder(ClipTokenizer tokenizer, TextEncoder encoder) {
    if (tokenizer.maxLength() > encoder.config().positions()) {
      throw new UnusableModelException(
          "The tokenizer makes rows of %d tokens, the text encoder takes %d. Take both from the same model."
              .formatted(tokenizer.maxLength(), encoder.config().positions()));
    }
    if (tokenizer.largestId() >= encoder.config().vocabulary()) {
      throw new UnusableModelException(
          "The tokenizer has ids up to %d, the text encoder knows %d tokens. Take both from the same model."
              .formatted(tokenizer.largestId(), encoder.config().vocabulary()));
    }
    this.tokenizer = tokenizer;
    this.encoder = encoder;
  }

  /** Loads tokenizer and text_encoder of a diffusers folder; they live as long as the scope. */
  public static PromptEncoder load(Scope scope, Path folder) {
    return new PromptEncoder(
        ClipTokenizer.load(folder.resolve("tokenizer")),
        TextEncoder.load(scope, folder.resolve("text_encoder")));
  }

  /** Ids of a prompt's tokens, padding included: L of them. May be asked for by any thread. */
  public int[] tokens(String prompt) {
    return tokenizer.encode(prompt);
  }

  /**
   * Embeds prompts given as tokens.
   *
   * @return [prompts, L, D], in the given scope
   */
  public Tensor embed(Scope scope, List<int[]> tokens) {
    return encoder.encode(scope, tokens);
  }

  /** The parameters of the text encoder. */
  public Weights weights() {
    return encoder.weights();
  }

  /** Shape [L, D] of each embedding: tokens and width. */
  public Shape shape() {
    return Shape.of(tokenizer.maxLength(), encoder.config().tower().width());
  }

  /** An embedding per prompt, row-major [L, D]. */
  public List<float[]> encode(List<String> prompts) {
    int row = (int) shape().elements();
    List<float[]> embeddings = new ArrayList<>();
    for (int begin = 0; begin < prompts.size(); begin += AT_A_TIME) {
      List<String> some = prompts.subList(begin, Math.min(begin + AT_A_TIME, prompts.size()));
      try (Scope step = Scope.open()) {
        float[] rows =
            encoder.encode(step, some.stream().map(tokenizer::encode).toList()).toFloats();
        for (int i = 0; i < some.size(); i++) {
          embeddings.add(Arrays.copyOfRange(rows, i * row, (i + 1) * row));
        }
      }
    }
    return embeddings;
  }

  /** The embedding of the empty prompt. */
  public float[] encodeEmpty() {
    return encode(List.of("")).get(0);
  }
}

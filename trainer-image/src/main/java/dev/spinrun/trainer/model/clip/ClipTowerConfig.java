package dev.spinrun.trainer.model.clip;

import dev.spinrun.trainer.model.ConfigReader;
import java.util.List;

/**
 * The transformer that both towers of CLIP are made of.
 *
 * @param width of a token's row
 * @param mlpWidth of the inner layer of each feed-forward network
 */
public record ClipTowerConfig(
    int width, int mlpWidth, int layers, int heads, Activation activation, double normEpsilon) {
  /** Fields of transformers' PretrainedConfig that do not change what a CLIP tower computes. */
  static final List<String> WITHOUT_EFFECT =
      List.of(
          "add_cross_attention",
          "architectures",
          "attention_dropout",
          "bad_words_ids",
          "begin_suppress_tokens",
          "bos_token_id",
          "chunk_size_feed_forward",
          "cross_attention_hidden_size",
          "decoder_start_token_id",
          "diversity_penalty",
          "do_sample",
          "dropout",
          "dtype",
          "early_stopping",
          "encoder_no_repeat_ngram_size",
          "eos_token_id",
          "exponential_decay_length_penalty",
          "finetuning_task",
          "forced_bos_token_id",
          "forced_eos_token_id",
          "id2label",
          "initializer_factor",
          "initializer_range",
          "is_decoder",
          "is_encoder_decoder",
          "label2id",
          "length_penalty",
          "logit_scale_init_value",
          "max_length",
          "min_length",
          "model_type",
          "no_repeat_ngram_size",
          "num_beam_groups",
          "num_beams",
          "num_return_sequences",
          "output_attentions",
          "output_hidden_states",
          "output_scores",
          "pad_token_id",
          "prefix",
          "problem_type",
          "projection_dim",
          "pruned_heads",
          "remove_invalid_values",
          "repetition_penalty",
          "return_dict",
          "return_dict_in_generate",
          "sep_token_id",
          "suppress_tokens",
          "task_specific_params",
          "temperature",
          "tf_legacy_loss",
          "tie_encoder_decoder",
          "tie_word_embeddings",
          "tokenizer_class",
          "top_k",
          "top_p",
          "torch_dtype",
          "torchscript",
          "transformers_version",
          "typical_p",
          "use_bfloat16");

  /** Non-linearity of the feed-forward networks. */
  public enum Activation {
    QUICK_GELU,
    GELU
  }

  static ClipTowerConfig read(ConfigReader config, int width, int mlpWidth, int heads) {
    ClipTowerConfig read =
        new ClipTowerConfig(
            config.count("hidden_size", width),
            config.count("intermediate_size", mlpWidth),
            config.count("num_hidden_layers", 12),
            config.count("num_attention_heads", heads),
            config.oneOf("hidden_act", "quick_gelu", List.of("quick_gelu", "gelu")).equals("gelu")
                ? Activation.GELU
                : Activation.QUICK_GELU,
            config.number("layer_norm_eps", 1e-5));
    config.ignore(WITHOUT_EFFECT);
    if (read.width % read.heads != 0) {
      config.problem(
          "hidden_size %d does not divide into %d heads".formatted(read.width, read.heads));
    }
    return read;
  }
}

package dev.spinrun.trainer.model;

import dev.spinrun.trainer.tensor.Shape;
import java.util.Map;
import java.util.Optional;

/** How names and shapes in old or differently written files correspond to today's. */
public enum TensorNames {
  /** The names are used as they are. */
  CURRENT {
    @Override
    Optional<String> current(String stored) {
      return Optional.of(stored);
    }
  },

  /**
   * Attention of an AutoencoderKL: query, key, value, proj_attn before diffusers 0.12, some stored
   * as 1x1 convolutions. Mirrors: diffusers 0.32 modeling_utils.py,
   * _convert_deprecated_attention_blocks.
   */
  AUTOENCODER {
    @Override
    Optional<String> current(String stored) {
      String name = stored;
      if (name.contains(".attentions.")) {
        for (Map.Entry<String, String> old : OLD_ATTENTION.entrySet()) {
          name = name.replace(old.getKey(), old.getValue());
        }
      }
      return Optional.of(name);
    }

    @Override
    boolean same(String name, Shape stored, Shape declared) {
      boolean pointwise = stored.rank() == 4 && stored.dim(2) == 1 && stored.dim(3) == 1;
      return stored.equals(declared)
          || (name.contains(".attentions.")
              && pointwise
              && declared.equals(Shape.of(stored.dim(0), stored.dim(1))));
    }
  },

  /**
   * A CLIPTextModel: {@code text_model.} before every name or (transformers 5 in memory) before
   * none; old files also store the position numbers.
   */
  CLIP_TEXT {
    @Override
    Optional<String> current(String stored) {
      return withoutPositions(stored)
          .map(name -> name.startsWith(TEXT_PREFIX) ? name : TEXT_PREFIX + name);
    }
  },

  /** A CLIPModel; old files also store the position numbers. */
  CLIP {
    @Override
    Optional<String> current(String stored) {
      return withoutPositions(stored);
    }
  };

  private static final String TEXT_PREFIX = "text_model.";
  private static final Map<String, String> OLD_ATTENTION =
      Map.of(
          ".query.", ".to_q.", ".key.", ".to_k.", ".value.", ".to_v.", ".proj_attn.", ".to_out.0.");

  /** Today's name of a stored tensor, or empty if it is not a parameter. */
  abstract Optional<String> current(String stored);

  /** Whether a stored tensor can be read in the declared shape. */
  boolean same(String name, Shape stored, Shape declared) {
    return stored.equals(declared);
  }

  private static Optional<String> withoutPositions(String stored) {
    return stored.endsWith(".position_ids") ? Optional.empty() : Optional.of(stored);
  }
}

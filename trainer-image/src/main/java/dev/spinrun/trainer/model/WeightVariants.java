package dev.spinrun.trainer.model;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of a component's weights are read, where the same ones lie in several files: full precision
 * goes before half, averaged (the plain name) before {@code non_ema}, and safetensors before torch
 * files. Names are those of diffusers and transformers.
 */
public final class WeightVariants {
  /** In the order of preference. */
  static final List<String> VARIANTS = List.of("", ".fp16", ".bf16", ".non_ema");

  private static final Pattern WEIGHTS =
      Pattern.compile(
          "(?:diffusion_pytorch_model|pytorch_model|model)(?<before>\\.\\w+)?"
              + "(?:-\\d+-of-\\d+)?(?<behind>\\.\\w+)?\\.(?<format>safetensors|bin)");

  private WeightVariants() {}

  /**
   * What of a component's files is worth copying: all but weights that are there in a better
   * variant.
   *
   * @param files their names, of one folder
   */
  public static List<String> best(Collection<String> files) {
    int best = files.stream().mapToInt(WeightVariants::rank).filter(r -> r >= 0).min().orElse(0);
    return files.stream().filter(file -> rank(file) < 0 || rank(file) == best).toList();
  }

  /** Less is better; negative for what is no weights. */
  private static int rank(String file) {
    Matcher name = WEIGHTS.matcher(file);
    if (!name.matches()) {
      return -1;
    }
    String before = name.group("before");
    String behind = name.group("behind");
    int variant = VARIANTS.indexOf(before != null ? before : behind != null ? behind : "");
    return 2 * (variant < 0 ? VARIANTS.size() : variant)
        + (name.group("format").equals("bin") ? 1 : 0);
  }
}

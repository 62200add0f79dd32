package dev.spinrun.trainer.check.sample;

import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Torch;
import java.time.Duration;

/** How large networks the checks compute with. All have the four levels of Stable Diffusion. */
public enum ModelSize {
  /** Of seconds: it shows that everything runs, and says nothing of speed. */
  TINY(
      """
      {"block_out_channels": [32, 64, 64, 64], "cross_attention_dim": 24, "norm_num_groups": 8}
      """,
      """
      {"block_out_channels": [32, 32, 64, 64], "norm_num_groups": 8}
      """,
      8,
      7,
      24,
      Duration.ofSeconds(1)),
  /** A fifth of the width of Stable Diffusion 1.5. */
  SMALL(
      """
      {"block_out_channels": [64, 128, 256, 256], "cross_attention_dim": 160}
      """,
      """
      {"block_out_channels": [32, 64, 128, 128]}
      """,
      16,
      77,
      160,
      Duration.ofSeconds(20)),
  /** Stable Diffusion 1.5, which has the defaults of diffusers but for the width of a text. */
  SD15(
      """
      {"cross_attention_dim": 768}
      """,
      """
      {"block_out_channels": [128, 256, 512, 512]}
      """,
      64,
      77,
      768,
      Duration.ofMinutes(1));

  private static final int LATENT_CHANNELS = 4;

  private final String unetConfig;
  private final String vaeConfig;
  private final int side;
  private final int tokens;
  private final int textWidth;
  private final Duration budget;

  ModelSize(
      String unetConfig, String vaeConfig, int side, int tokens, int textWidth, Duration budget) {
    this.unetConfig = unetConfig;
    this.vaeConfig = vaeConfig;
    this.side = side;
    this.tokens = tokens;
    this.textWidth = textWidth;
    this.budget = budget;
  }

  /** The largest with which the checks take minutes here. */
  public static ModelSize forThisMachine() {
    return Torch.isOnGpu() ? SD15 : SMALL;
  }

  /** The largest that a CPU computes with in seconds. */
  public ModelSize forTheCpu() {
    return this == TINY ? TINY : SMALL;
  }

  /** Text of the UNet's config.json. */
  String unetConfig() {
    return unetConfig;
  }

  /** Text of the autoencoder's config.json. */
  String vaeConfig() {
    return vaeConfig;
  }

  /** Shape [C, H, W] of a latent. */
  public Shape latent() {
    return Shape.of(LATENT_CHANNELS, side, side);
  }

  /** Shape [L, D] of an embedded text. */
  public Shape text() {
    return Shape.of(tokens, textWidth);
  }

  /** How long a check may go on with ever larger work. */
  public Duration budget() {
    return budget;
  }
}

package dev.spinrun.trainer.diffusion;

import dev.spinrun.trainer.diffusion.picture.PictureCodec;
import dev.spinrun.trainer.diffusion.random.PictureNoise;
import dev.spinrun.trainer.diffusion.sampler.BatchNoise;
import dev.spinrun.trainer.diffusion.sampler.LatentSampler;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A Stable Diffusion pipeline without a UNet: prompts, latents and pictures around any of them.
 *
 * <p>Mirrors: diffusers 0.32 StableDiffusionPipeline. Differs: no safety checker and no negative
 * prompt other than the empty one. Used by one thread at a time.
 *
 * @param prompts from prompts to embeddings
 * @param pictures between pictures and latents
 * @param schedule the noise schedule of training and sampling
 */
public record TextToImage(PromptEncoder prompts, PictureCodec pictures, NoiseSchedule schedule) {
  /** Loads tokenizer, text_encoder, vae and scheduler of a diffusers folder. */
  public static TextToImage load(Scope scope, Path folder) {
    return new TextToImage(
        PromptEncoder.load(scope, folder),
        new PictureCodec(Autoencoder.load(scope, folder.resolve("vae"))),
        new NoiseSchedule(SchedulerConfig.load(folder.resolve("scheduler"))));
  }

  /**
   * Draws latents, some at a time.
   *
   * @param texts an embedding per latent, from {@link #prompts}
   * @param noise of each latent
   * @param shape [C, H, W]
   * @return scaled latents, row-major [C, H, W]
   */
  public List<float[]> drawLatents(
      UNet unet,
      List<float[]> texts,
      List<? extends PictureNoise> noise,
      Shape shape,
      SamplingSettings settings) {
    float[] empty = prompts.encodeEmpty();
    List<float[]> drawn = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      LatentSampler sampler = new LatentSampler(scope, unet, schedule, settings);
      for (int begin = 0; begin < texts.size(); begin += settings.batch()) {
        int end = Math.min(begin + settings.batch(), texts.size());
        try (Scope batch = Scope.open()) {
          BatchNoise some = new BatchNoise(noise.subList(begin, end), shape);
          float[] latents =
              sampler
                  .draw(batch, some, texts.subList(begin, end), empty, prompts.shape())
                  .toFloats();
          int row = (int) shape.elements();
          for (int i = 0; i < end - begin; i++) {
            drawn.add(Arrays.copyOfRange(latents, i * row, (i + 1) * row));
          }
        }
      }
    }
    return drawn;
  }
}

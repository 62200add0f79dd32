package dev.spinrun.trainer.diffusion;

import dev.spinrun.trainer.model.UNet;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Script;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Draws latents from noise with classifier-free guidance.
 *
 * <p>Source: Ho and Salimans, arXiv 2207.12598, in the form of diffusers: e = e_empty + g (e_text -
 * e_empty). Both predictions come from one call of the model. Letters: B batch, C channels, H
 * height, W width, L tokens, D text width.
 */
public final class LatentSampler {
  private static final List<String> METHODS =
      List.of(
          """
          def twice(self, x: Tensor) -> Tensor:
            return torch.cat([x, x])
          """,
          """
          def guide(self, e: Tensor, g: float) -> Tensor:
            halves = torch.chunk(e, 2)
            return torch.add(halves[0], torch.mul(torch.sub(halves[1], halves[0]), g))
          """);

  private final UNet unet;
  private final DdimSampler sampler;
  private final SamplingSettings settings;
  private final Script script;

  /** A sampler whose scripts live as long as the scope. */
  public LatentSampler(Scope scope, UNet unet, NoiseSchedule schedule, SamplingSettings settings) {
    this.unet = unet;
    this.settings = settings;
    this.sampler = new DdimSampler(scope, schedule, settings.steps());
    this.script = Script.compile(scope, METHODS);
  }

  /**
   * Draws one batch.
   *
   * @param initialBCHW normal noise
   * @param texts B rows [L D]
   * @param emptyText the row of the empty prompt
   * @param textShape [L, D]
   * @return [B, C, H, W], in the given scope
   */
  public Tensor draw(
      Scope scope, Tensor initialBCHW, List<float[]> texts, float[] emptyText, Shape textShape) {
    return draw(scope, initialBCHW, texts, emptyText, textShape, (step, latents) -> {});
  }

  /** The same, showing the latents after each step to an observer, which must not keep them. */
  Tensor draw(
      Scope scope,
      Tensor initialBCHW,
      List<float[]> texts,
      float[] emptyText,
      Shape textShape,
      BiConsumer<Integer, Tensor> observer) {
    int batch = texts.size();
    boolean guided = settings.guidance() != 1;
    try (Scope all = Scope.open()) {
      Tensor text = textBatch(all, texts, guided ? emptyText : new float[0], textShape);
      Tensor latents = all.copy(initialBCHW);
      int[] timesteps = sampler.timesteps();
      for (int i = 0; i < timesteps.length; i++) {
        try (Scope step = Scope.open()) {
          float[] now = new float[guided ? 2 * batch : batch];
          Arrays.fill(now, timesteps[i]);
          Tensor predicted =
              guided ? guided(step, latents, now, text) : unet.predict(step, latents, now, text);
          Tensor next = sampler.step(all, i, latents, predicted);
          latents.close();
          latents = next;
        }
        observer.accept(i, latents);
      }
      return scope.keep(latents);
    }
  }

  private Tensor guided(Scope step, Tensor latents, float[] timesteps, Tensor text) {
    Tensor both = script.call("twice").tensor(latents).one(step);
    Tensor predicted = unet.predict(step, both, timesteps, text);
    return script.call("guide").tensor(predicted).number(settings.guidance()).one(step);
  }

  /** The empty prompt's rows for the whole batch, if any, then the prompts' rows. */
  private static Tensor textBatch(
      Scope scope, List<float[]> texts, float[] empty, Shape textShape) {
    int row = (int) textShape.elements();
    int batch = texts.size();
    int unguided = empty.length == 0 ? 0 : batch;
    float[] rows = new float[(unguided + batch) * row];
    for (int i = 0; i < batch; i++) {
      if (unguided > 0) {
        System.arraycopy(empty, 0, rows, i * row, row);
      }
      System.arraycopy(texts.get(i), 0, rows, (unguided + i) * row, row);
    }
    return scope.floats(rows, Shape.of(unguided + batch, textShape.dim(0), textShape.dim(1)));
  }
}

package dev.spinrun.trainer.diffusion.sampler;

import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.model.unet.UNet;
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
          def scale(self, x: Tensor, f: float) -> Tensor:
            return torch.mul(x, f)
          """,
          """
          def guide(self, e: Tensor, g: float) -> Tensor:
            halves = torch.chunk(e, 2)
            return torch.add(halves[0], torch.mul(torch.sub(halves[1], halves[0]), g))
          """);

  private final UNet unet;
  private final DiffusionSampler sampler;
  private final SamplingSettings settings;
  private final Script script;

  /** A sampler whose scripts live as long as the scope. */
  public LatentSampler(Scope scope, UNet unet, NoiseSchedule schedule, SamplingSettings settings) {
    this.unet = unet;
    this.settings = settings;
    this.sampler = DiffusionSampler.of(scope, schedule, settings);
    this.script = Script.compile(scope, METHODS);
  }

  /**
   * Draws one batch.
   *
   * @param texts B rows [L D]
   * @param emptyText the row of the empty prompt
   * @param textShape [L, D]
   * @return [B, C, H, W], in the given scope
   */
  public Tensor draw(
      Scope scope, BatchNoise noise, List<float[]> texts, float[] emptyText, Shape textShape) {
    return draw(scope, noise, texts, emptyText, textShape, (call, latents) -> {});
  }

  /** The same, showing the latents after each call to an observer, which must not keep them. */
  Tensor draw(
      Scope scope,
      BatchNoise noise,
      List<float[]> texts,
      float[] emptyText,
      Shape textShape,
      BiConsumer<Integer, Tensor> observer) {
    float[] noEmptyText = {};
    float[] empty = isGuided() ? emptyText : noEmptyText;
    try (Scope all = Scope.open()) {
      Tensor text = textBatch(all, texts, empty, textShape);
      Trajectory at = Trajectory.at(scale(all, noise.initial(all), sampler.initialScale()));
      float[] timesteps = sampler.timesteps();
      for (int call = 0; call < timesteps.length; call++) {
        try (Scope step = Scope.open()) {
          Tensor shown = scale(step, at.latents(), sampler.inputScale(call));
          Tensor predicted = predict(step, shown, timesteps[call], text);
          Trajectory next = sampler.step(all, call, at, predicted, noise);
          at.closeAllBut(next);
          at = next;
        }
        observer.accept(call, at.latents());
      }
      return scope.keep(at.latents());
    }
  }

  private boolean isGuided() {
    return settings.guidance() != 1;
  }

  private Tensor scale(Scope scope, Tensor latents, double factor) {
    return factor == 1 ? latents : script.call("scale").tensor(latents).number(factor).one(scope);
  }

  private Tensor predict(Scope step, Tensor latents, float timestep, Tensor text) {
    float[] timesteps = new float[(int) text.shape().dim(0)];
    Arrays.fill(timesteps, timestep);
    if (!isGuided()) {
      return unet.predict(step, latents, timesteps, text);
    }
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

package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.settings.ScorerRef;
import dev.spinrun.trainer.diffusion.TextToImage;
import dev.spinrun.trainer.diffusion.sampler.LatentSampler;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.InputField;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.input.Prompts;
import dev.spinrun.trainer.stage.input.ScorerLoader;
import dev.spinrun.trainer.tensor.Scope;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads everything that later stages will load, so that what is broken is told before they start.
 */
final class InputCheck {
  private static final int NAMES_TOLD = 5;

  private final StageContext context;

  InputCheck(StageContext context) {
    this.context = context;
  }

  /**
   * Checks base model, prompts and scorers.
   *
   * @return number of prompts
   * @throws InputException naming what is wrong, by the URI that the user gave
   */
  int check(Path model) {
    try (Scope scope = Scope.open()) {
      InputField field = context.plan().origin() == null ? InputField.MODEL : InputField.MODEL_FROM;
      field.loaded(model, context.plan().modelUri(), () -> checkModel(scope, model));
      for (ScorerRef ref : context.plan().evaluate().scorers()) {
        ScorerLoader.load(scope, ref, ScorerLoader.download(context, ref));
      }
    }
    return Prompts.read(context).size();
  }

  private LatentSampler checkModel(Scope scope, Path model) {
    TextToImage pipeline = TextToImage.load(scope, model);
    UNet unet = UNet.load(scope, model.resolve("unet"));
    requireFinite(model.resolve("unet"), unet.weights());
    requireFinite(model.resolve("text_encoder"), pipeline.prompts().weights());
    // Refuses a schedule that the plan's sampler cannot walk.
    return new LatentSampler(
        scope, unet, pipeline.schedule(), SamplingSettings.of(context.plan().generate()));
  }

  private static void requireFinite(Path folder, Weights weights) {
    List<String> bad = weights.nonFinite();
    if (!bad.isEmpty()) {
      throw new UnusableModelException(
          "%s has NaN or infinity in %d tensors (%s%s). Take another copy of the model."
              .formatted(
                  folder,
                  bad.size(),
                  String.join(", ", bad.subList(0, Math.min(NAMES_TOLD, bad.size()))),
                  bad.size() > NAMES_TOLD ? ", …" : ""));
    }
  }
}

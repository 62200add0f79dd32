package dev.spinrun.trainer.stage.evaluate;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.settings.Evaluate;
import dev.spinrun.contract.settings.ScorerRef;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.trainer.data.Shard;
import dev.spinrun.trainer.data.picture.Pictures;
import dev.spinrun.trainer.diffusion.TextToImage;
import dev.spinrun.trainer.diffusion.picture.Picture;
import dev.spinrun.trainer.diffusion.random.SeededNoise;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.report.ScoreLine;
import dev.spinrun.trainer.score.Scorer;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.RequiredPrecision;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.input.Prompts;
import dev.spinrun.trainer.stage.input.ScorerLoader;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The candidate draws the evaluation prompts of its shard and every scorer judges the pictures.
 *
 * <p>The shard that commits last finds all others committed and sums up.
 */
public final class EvaluateStage {
  private final StageContext context;
  private final EvaluationFiles files;

  /** Nothing is read before the stage runs. */
  public EvaluateStage(StageContext context) {
    this.context = context;
    this.files = new EvaluationFiles(context);
  }

  /** Commits the scores of this shard, unless that is done, and their sum when all shards are. */
  public void run() {
    ShardCommit commit = files.shard(context.shard());
    CommittedManifest candidate =
        context
            .artefacts()
            .manifest(candidateKey())
            .orElseThrow(
                () ->
                    new InputException(
                        context.store().root().resolve(candidateKey()) + " has no manifest."));
    if (!commit.isDone()) {
      Precision precision =
          RequiredPrecision.of(
              "generate.mixedPrecision", context.plan().generate().mixedPrecision());
      Path folder = context.work().resolve("evaluation");
      draw(precision, download(candidate.manifest()), folder);
      commit.commit(
          Manifest.Kind.EVALUATION,
          context.planDigest(),
          Map.of(),
          commit.upload(context.writer(), folder));
    }
    new EvaluationSum(context, files).commitIfComplete(candidate.digest());
  }

  private String candidateKey() {
    return context.layout().candidate(context.plan().iteration(), context.candidateAttempt());
  }

  private Path download(Manifest candidate) {
    Path model = context.work().resolve("candidate");
    new Artefacts(context.store()).download(candidateKey(), candidate, model);
    return model;
  }

  private void draw(Precision precision, Path model, Path folder) {
    IterationPlan plan = context.plan();
    List<String> prompts = Prompts.read(context);
    List<EvaluationImage> images = EvaluationImage.all(prompts, plan.evaluate().imagesPerPrompt());
    Shard shard = Shard.of(images.size(), context.shard(), plan.evaluate().workers());
    List<ScoreLine> lines = new ArrayList<>();
    try (Scope scope = Scope.open();
        ProgressReporter progress =
            new ProgressReporter(context, Stage.EVALUATE, "images", shard.size())) {
      TextToImage pipeline = TextToImage.load(scope, model);
      UNet unet = UNet.load(scope, model.resolve("unet")).forPredictions(scope, precision);
      Map<ScorerRef, Scorer> scorers = loadScorers(scope);
      int batch = plan.generate().batchSize();
      for (int begin = shard.begin(); begin < shard.end(); begin += batch) {
        context.stop().throwIfRaised((begin - shard.begin()) + " images");
        List<EvaluationImage> some = images.subList(begin, Math.min(begin + batch, shard.end()));
        List<Picture> pictures = drawBatch(pipeline, unet, some);
        scorers.forEach((ref, scorer) -> lines.addAll(score(ref, scorer, some, pictures)));
        savePreviews(folder, some, pictures);
        progress.report(begin - shard.begin() + some.size(), Map.of());
      }
    }
    EvaluationFiles.writeScores(folder, lines);
  }

  private Map<ScorerRef, Scorer> loadScorers(Scope scope) {
    Map<ScorerRef, Scorer> scorers = new LinkedHashMap<>();
    for (ScorerRef ref : context.plan().evaluate().scorers()) {
      scorers.put(ref, ScorerLoader.load(scope, ref, ScorerLoader.download(context, ref)));
    }
    return scorers;
  }

  private List<Picture> drawBatch(TextToImage pipeline, UNet unet, List<EvaluationImage> images) {
    Evaluate evaluate = context.plan().evaluate();
    int side = context.plan().data().resolution();
    Shape shape = pipeline.pictures().latentShape(side, side);
    List<SeededNoise> noise =
        images.stream().map(i -> new SeededNoise(evaluate.seed(), i.text(), i.image())).toList();
    List<float[]> texts =
        pipeline.prompts().encode(images.stream().map(EvaluationImage::text).toList());
    List<float[]> latents =
        pipeline.drawLatents(
            unet, texts, noise, shape, SamplingSettings.of(context.plan().generate()));
    return pipeline.pictures().decode(latents, shape);
  }

  private List<ScoreLine> score(
      ScorerRef ref, Scorer scorer, List<EvaluationImage> images, List<Picture> pictures) {
    float[] scores = scorer.score(images.stream().map(EvaluationImage::text).toList(), pictures);
    List<ScoreLine> lines = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      EvaluationImage image = images.get(i);
      lines.add(
          new ScoreLine(
              image.prompt(),
              image.image(),
              context.plan().evaluate().seed(),
              image.text(),
              ref.name(),
              scores[i]));
    }
    return lines;
  }

  private static void savePreviews(
      Path folder, List<EvaluationImage> images, List<Picture> pictures) {
    try {
      Files.createDirectories(folder);
      for (int i = 0; i < images.size(); i++) {
        if (images.get(i).isPreview()) {
          Files.write(folder.resolve(images.get(i).fileName()), Pictures.png(pictures.get(i)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

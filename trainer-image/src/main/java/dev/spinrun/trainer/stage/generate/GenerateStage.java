package dev.spinrun.trainer.stage.generate;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.trainer.data.Shard;
import dev.spinrun.trainer.data.prepared.PreparedData;
import dev.spinrun.trainer.data.prepared.SyntheticData;
import dev.spinrun.trainer.diffusion.TextToImage;
import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.diffusion.random.SeededNoise;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.input.OpponentFolder;
import dev.spinrun.trainer.stage.input.Prepared;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.file.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The opponent draws one image for each training prompt of its shard.
 *
 * <p>Images are decoded, rounded to 8 bits and encoded again: the candidate must learn to tell
 * images apart, not latents of a sampler from latents of an encoder.
 */
public final class GenerateStage {
  private final StageContext context;

  /** Nothing is read before the stage runs. */
  public GenerateStage(StageContext context) {
    this.context = context;
  }

  /** Commits the images of this shard, unless that is done. */
  public void run() {
    IterationPlan plan = context.plan();
    ShardCommit commit = ShardCommit.synthetic(context, plan, context.shard());
    if (commit.isDone()) {
      return;
    }
    Path model = OpponentFolder.download(context);
    PreparedData data = Prepared.open(context);
    Shard shard = Shard.of(data.size(), context.shard(), plan.generate().workers());
    Path folder = context.work().resolve("synthetic");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    draw(model, data, shard, folder.resolve(SyntheticData.FILE));
    commit.commit(
        Manifest.Kind.SYNTHETIC,
        context.planDigest(),
        Map.of(),
        commit.upload(context.writer(), folder));
  }

  private void draw(Path model, PreparedData data, Shard shard, Path file) {
    int batch = context.plan().generate().batchSize();
    try (Scope scope = Scope.open();
        ProgressReporter progress =
            new ProgressReporter(context, Stage.GENERATE, "images", shard.size());
        RowWriter latents = SyntheticData.writer(file, shard.size(), data.latentShape())) {
      TextToImage pipeline = TextToImage.load(scope, model);
      UNet unet = UNet.load(scope, model.resolve("unet")).packed(scope);
      for (int begin = shard.begin(); begin < shard.end(); begin += batch) {
        context.stop().throwIfRaised((begin - shard.begin()) + " images");
        int end = Math.min(begin + batch, shard.end());
        for (float[] latent : drawBatch(pipeline, unet, data, begin, end)) {
          latents.append(latent);
        }
        progress.report(end - shard.begin(), Map.of());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the latents of shard " + context.shard(), e);
    }
  }

  private List<float[]> drawBatch(
      TextToImage pipeline, UNet unet, PreparedData data, int begin, int end) {
    Shape shape = data.latentShape();
    List<float[]> texts = IntStream.range(begin, end).mapToObj(data::text).toList();
    List<SeededNoise> noise =
        IntStream.range(begin, end)
            .mapToObj(i -> new SeededNoise(seed(), data.caption(i), i))
            .toList();
    List<float[]> drawn =
        pipeline.drawLatents(
            unet, texts, noise, shape, SamplingSettings.of(context.plan().generate()));
    return pipeline.pictures().encode(pipeline.pictures().decode(drawn, shape));
  }

  /** Each iteration draws other images, whatever else stays the same. */
  private long seed() {
    return RandomStream.number(
        "generate/%d/%d".formatted(context.plan().train().seed(), context.plan().iteration()));
  }
}

package dev.spinrun.trainer.stage.generate;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.trainer.data.Shard;
import dev.spinrun.trainer.data.prepared.PreparedData;
import dev.spinrun.trainer.data.prepared.RowIndex;
import dev.spinrun.trainer.diffusion.TextToImage;
import dev.spinrun.trainer.diffusion.random.RandomStream;
import dev.spinrun.trainer.diffusion.random.SeededNoise;
import dev.spinrun.trainer.diffusion.sampler.SamplingSettings;
import dev.spinrun.trainer.model.unet.UNet;
import dev.spinrun.trainer.nn.Precision;
import dev.spinrun.trainer.stage.context.PartialShard;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.RequiredPrecision;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StreamedUpload;
import dev.spinrun.trainer.stage.input.DrawnImages;
import dev.spinrun.trainer.stage.input.NeededImages;
import dev.spinrun.trainer.stage.input.NeededImages.Image;
import dev.spinrun.trainer.stage.input.OpponentChoice;
import dev.spinrun.trainer.stage.input.OpponentFolder;
import dev.spinrun.trainer.stage.input.Prepared;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.train.ExamplesRead;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opponents draw the images of this shard that the training needs and that have not been drawn yet.
 *
 * <p>Images are decoded, rounded to 8 bits and encoded again: the candidate must learn to tell
 * images apart, not latents of a sampler from latents of an encoder.
 */
public final class GenerateStage {
  private static final Logger LOG = LoggerFactory.getLogger(GenerateStage.class);

  private final StageContext context;
  private final IterationPlan plan;

  /** Nothing is read before the stage runs. */
  public GenerateStage(StageContext context) {
    this.context = context;
    this.plan = context.plan();
  }

  /** Commits the images of this shard, unless that is done. */
  public void run() {
    ShardCommit commit = ShardCommit.synthetic(context, plan, context.shard());
    if (commit.isDone()) {
      return;
    }
    PreparedData data = Prepared.open(context);
    SortedMap<Integer, List<Image>> missing = missing(data);
    List<Long> keys = missing.values().stream().flatMap(List::stream).map(Image::key).toList();
    StreamedUpload upload =
        new StreamedUpload(commit, context.writer(), context.work().resolve("synthetic"));
    RowIndex.write(upload.folder(), keys);
    upload.send();
    PartialShard partial =
        commit.partial(
            Manifest.Kind.SYNTHETIC, context.planDigest(), upload.files().get(0).sha256());
    try (LatentParts latents = new LatentParts(upload, partial, keys.size(), data.latentShape())) {
      LOG.info("{} images to draw, {} of them are drawn", keys.size(), latents.taken());
      if (latents.taken() < keys.size()) {
        draw(data, missing, keys.size(), latents);
      }
    }
    commit.commit(Manifest.Kind.SYNTHETIC, context.planDigest(), Map.of(), upload.files());
  }

  /**
   * The images of this shard that are not drawn yet, by the iteration whose opponent draws them.
   * The shard is a share of those that are needed, not of those that are missing: shares are the
   * same whatever has been drawn meanwhile.
   */
  private SortedMap<Integer, List<Image>> missing(PreparedData data) {
    ExamplesRead read = ExamplesRead.of(plan.reading(), data.size(), data.partExamples());
    NeededImages needed = NeededImages.of(plan, data, read);
    Shard share = Shard.of(needed.size(), context.shard(), plan.generate().workers());
    List<RowIndex> drawn = DrawnImages.ofEarlierRevisions(context);
    OpponentChoice choice = OpponentChoice.of(plan);
    return IntStream.range(share.begin(), share.end())
        .mapToObj(needed::image)
        .filter(image -> drawn.stream().noneMatch(index -> index.holds(image.key())))
        .collect(
            Collectors.groupingBy(
                image -> choice.forImage(image.key()), TreeMap::new, Collectors.toList()));
  }

  private void draw(
      PreparedData data, SortedMap<Integer, List<Image>> missing, int images, LatentParts latents) {
    Precision precision =
        RequiredPrecision.of("generate.mixedPrecision", plan.generate().mixedPrecision());
    Path model = OpponentFolder.download(context);
    try (Scope scope = Scope.open();
        ProgressReporter progress =
            new ProgressReporter(context, Stage.GENERATE, "images", images)) {
      TextToImage pipeline = TextToImage.load(scope, model);
      int end = 0;
      for (Map.Entry<Integer, List<Image>> byOpponent : missing.entrySet()) {
        List<Image> all = byOpponent.getValue();
        end += all.size();
        if (latents.taken() >= end) {
          continue;
        }
        try (Scope weights = Scope.open()) {
          UNet unet =
              UNet.load(weights, unetOf(byOpponent.getKey(), model))
                  .forPredictions(weights, precision);
          while (latents.taken() < end) {
            context.stop().throwIfRaised(latents.taken() + " images");
            int left = end - latents.taken();
            // Which images are drawn together does not depend on where an attempt begins.
            int size = Math.min(left, Math.min(batchSize(), latents.leftOfPart()));
            int begin = all.size() - left;
            drawBatch(pipeline, unet, data, all.subList(begin, begin + size))
                .forEach(latents::append);
            progress.report(latents.taken(), Map.of());
          }
        }
      }
    }
  }

  private Path unetOf(int iteration, Path model) {
    return iteration == plan.iteration()
        ? model.resolve("unet")
        : OpponentFolder.downloadUnet(context, iteration);
  }

  private int batchSize() {
    return plan.generate().batchSize();
  }

  private List<float[]> drawBatch(
      TextToImage pipeline, UNet unet, PreparedData data, List<Image> images) {
    Shape shape = data.latentShape();
    List<String> captions = images.stream().map(image -> data.caption(image.example())).toList();
    List<SeededNoise> noise =
        IntStream.range(0, images.size())
            .mapToObj(i -> new SeededNoise(seed(), captions.get(i), number(images.get(i))))
            .toList();
    List<float[]> drawn =
        pipeline.drawLatents(
            unet,
            pipeline.prompts().encode(captions),
            noise,
            shape,
            SamplingSettings.of(plan.generate()));
    return pipeline.pictures().encode(pipeline.pictures().decode(drawn, shape));
  }

  /** Among the images of the same caption. */
  private int number(Image image) {
    return plan.generate().perPrompt() ? 0 : image.example();
  }

  /** Each iteration draws other images, whatever else stays the same. */
  private long seed() {
    return RandomStream.number(
        "generate/%d/%d".formatted(plan.generate().seed(), plan.iteration()));
  }
}

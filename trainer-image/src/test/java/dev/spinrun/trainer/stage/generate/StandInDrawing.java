package dev.spinrun.trainer.stage.generate;

import dev.spinrun.contract.record.Manifest;
import dev.spinrun.trainer.data.Shard;
import dev.spinrun.trainer.data.prepared.PreparedData;
import dev.spinrun.trainer.data.prepared.RowIndex;
import dev.spinrun.trainer.stage.context.PartialShard;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StreamedUpload;
import dev.spinrun.trainer.stage.input.NeededImages;
import dev.spinrun.trainer.stage.input.Prepared;
import dev.spinrun.trainer.train.ExamplesRead;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Draws a shard as the stage does, with latents that cost nothing to compute. */
public final class StandInDrawing {
  private StandInDrawing() {}

  /**
   * Draws the context's shard.
   *
   * @return bytes in the store
   */
  public static long run(StageContext context) {
    try (PreparedData data = Prepared.open(context)) {
      ExamplesRead read =
          ExamplesRead.of(context.plan().reading(), data.size(), data.partExamples());
      NeededImages needed = NeededImages.of(context.plan(), data, read);
      Shard share = Shard.of(needed.size(), context.shard(), context.plan().generate().workers());
      List<Long> keys =
          IntStream.range(share.begin(), share.end())
              .mapToObj(rank -> needed.image(rank).key())
              .toList();
      ShardCommit commit = ShardCommit.synthetic(context, context.plan(), context.shard());
      StreamedUpload upload =
          new StreamedUpload(commit, context.writer(), context.work().resolve("synthetic"));
      RowIndex.write(upload.folder(), keys);
      upload.send();
      float[] latent = new float[Math.toIntExact(data.latentShape().elements())];
      PartialShard partial =
          commit.partial(
              Manifest.Kind.SYNTHETIC, context.planDigest(), upload.files().get(0).sha256());
      try (LatentParts parts = new LatentParts(upload, partial, keys.size(), data.latentShape())) {
        keys.forEach(key -> parts.append(latent));
      }
      commit.commit(Manifest.Kind.SYNTHETIC, context.planDigest(), Map.of(), upload.files());
      return upload.files().stream().mapToLong(file -> file.size()).sum();
    }
  }
}

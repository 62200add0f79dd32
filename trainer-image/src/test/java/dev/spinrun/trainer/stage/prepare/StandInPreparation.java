package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.record.PreparedReference.SetReference;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.DataSets;
import dev.spinrun.trainer.data.DataSets.Fields;
import dev.spinrun.trainer.data.Selection;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StreamedUpload;
import dev.spinrun.trainer.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Prepares a whole data set as the stage does, with latents that cost nothing to compute. */
public final class StandInPreparation {
  private StandInPreparation() {}

  /**
   * Prepares the plan's data set.
   *
   * @return bytes in the store
   */
  public static long run(StageContext context, Shape latentShape) {
    DataSet data =
        DataSets.open(
            context.stores().source(context.plan().data().uri()),
            false,
            Fields.USUAL,
            context.work());
    PreparedLayout layout =
        new PreparedLayout(Sha256.of(data.digest().getBytes(StandardCharsets.UTF_8)));
    ShardCommit commit = new ShardCommit(context.store(), layout.set(PreparedLayout.ALL));
    StreamedUpload upload = new StreamedUpload(commit, "bench", context.work().resolve("encoded"));
    float[] latent = new float[Math.toIntExact(latentShape.elements())];
    DataEncoder encoder =
        new DataEncoder(
            context,
            pictures -> IntStream.range(0, pictures.size()).mapToObj(i -> latent.clone()).toList(),
            latentShape,
            upload,
            new SkippedExamples(context.plan().data().uri(), 0));
    try (ProgressReporter progress = new ProgressReporter(context, Stage.PREPARE, "images", 0)) {
      encoder.encode(data, Selection.all(), progress);
    }
    commit.commit(Manifest.Kind.PREPARED, layout.digest(), Map.of(), upload.files());
    SetReference all =
        new SetReference(
            PreparedLayout.ALL,
            context
                .artefacts()
                .manifestAt(layout.set(PreparedLayout.ALL).manifest())
                .orElseThrow()
                .digest());
    context
        .store()
        .write(
            context.layout().preparedReference(0, 0),
            Documents.write(
                new PreparedReference(
                    Documents.SCHEMA, layout.digest(), encoder.examples(), null, List.of(all))));
    return upload.files().stream().mapToLong(file -> file.size()).sum();
  }
}

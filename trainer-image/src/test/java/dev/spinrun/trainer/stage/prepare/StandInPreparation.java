package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.record.PreparedReference.SetReference;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.DataSets;
import dev.spinrun.trainer.data.DataSets.Fields;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Prepares a whole data set as the stage does, with latents that cost nothing to compute. */
public final class StandInPreparation {
  private StandInPreparation() {}

  /** Does the share of one worker, and names the set when it was the last one. */
  public static void run(StageContext context, Shape latentShape) {
    DataSet data =
        DataSets.open(
            context.stores().source(context.plan().data().uri()),
            false,
            Fields.USUAL,
            context.work());
    PreparedLayout layout =
        new PreparedLayout(Sha256.of(data.digest().getBytes(StandardCharsets.UTF_8)));
    ExampleCounts counts = ExampleCounts.of(context, data, layout);
    BitSet all = new BitSet();
    all.set(0, counts.size());
    SetInProgress set = new SetInProgress(context, layout, PreparedLayout.ALL, all);
    float[] latent = new float[Math.toIntExact(latentShape.elements())];
    DataEncoder encoder =
        new DataEncoder(
            context,
            data,
            counts.fileExamples(),
            pictures -> IntStream.range(0, pictures.size()).mapToObj(i -> latent.clone()).toList(),
            latentShape,
            new SkippedExamples(context.plan().data().uri(), 0));
    try (ProgressReporter progress = new ProgressReporter(context, Stage.PREPARE, "images", 0)) {
      encoder.encode(
          set, set.lackingOf(context.shard(), context.plan().prepare().workers()), progress);
    }
    set.commitIfComplete();
    context
        .artefacts()
        .manifestAt(layout.set(PreparedLayout.ALL).manifest())
        .ifPresent(there -> name(context, layout, counts.size(), there));
  }

  private static void name(
      StageContext context, PreparedLayout layout, int examples, CommittedManifest set) {
    SetReference all = new SetReference(PreparedLayout.ALL, set.digest());
    PreparedReference reference =
        new PreparedReference(
            Documents.SCHEMA, layout.digest(), examples, examples, null, List.of(all));
    context.store().write(context.layout().preparedReference(0, 0), Documents.write(reference));
  }
}

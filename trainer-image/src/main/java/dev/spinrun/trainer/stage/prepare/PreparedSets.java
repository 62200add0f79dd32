package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.layout.ShardLayout;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.PreparedReference.SetReference;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.Selection;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.diffusion.picture.PictureCodec;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.ShardCommit;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.stage.context.StreamedUpload;
import dev.spinrun.trainer.tensor.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sets of one data set's examples: found in the store, or encoded and committed there.
 *
 * @param vae folder of the encoder
 * @param layout of this data set and this encoder
 * @param skipped counts the examples that cannot be used, over all sets
 */
record PreparedSets(
    StageContext context, DataSet data, Path vae, PreparedLayout layout, SkippedExamples skipped) {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedSets.class);
  private static final String EXAMPLES = "examples";
  private static final String SKIPPED = "skipped";

  /** The set of all examples, if it is there and leaves out no more than that. */
  Optional<SetReference> whole(int mostSkipped) {
    return committed(PreparedLayout.ALL)
        .filter(set -> Integer.parseInt(set.manifest().attributes().get(SKIPPED)) <= mostSkipped)
        .map(set -> reference(PreparedLayout.ALL, set));
  }

  /**
   * The set of this name, which some run may have prepared already.
   *
   * @param announced how many examples it will have, or 0 where that shows only at the end
   */
  SetReference set(String name, Selection selection, int announced) {
    return reference(name, committed(name).orElseGet(() -> encode(name, selection, announced)));
  }

  private static SetReference reference(String name, CommittedManifest manifest) {
    return new SetReference(name, manifest.digest());
  }

  private Optional<CommittedManifest> committed(String name) {
    return context.artefacts().manifestAt(layout.set(name).manifest());
  }

  private CommittedManifest encode(String name, Selection selection, int announced) {
    ShardLayout shard = layout.set(name);
    ShardCommit commit = new ShardCommit(context.store(), shard);
    String writer = context.plan().run().uid() + "-" + context.writer();
    try (Scope scope = Scope.open();
        ProgressReporter progress =
            new ProgressReporter(context, Stage.PREPARE, "images", announced)) {
      PictureCodec pictures = new PictureCodec(Autoencoder.load(scope, vae));
      StreamedUpload upload = new StreamedUpload(commit, writer, context.work().resolve("encoded"));
      int side = context.plan().data().resolution();
      DataEncoder encoder =
          new DataEncoder(
              context, pictures::encode, pictures.latentShape(side, side), upload, skipped);
      List<FileEntry> files = encoder.encode(data, selection, progress);
      if (encoder.unusable() > 0) {
        LOG.warn("{}", skipped.summary());
      }
      Map<String, String> attributes =
          Map.of(
              EXAMPLES,
              Integer.toString(encoder.examples()),
              SKIPPED,
              Integer.toString(encoder.unusable()));
      commit.commit(Manifest.Kind.PREPARED, layout.digest(), attributes, files);
      LOG.info("prepared {} examples as {}", encoder.examples(), shard.folder());
    }
    return committed(name)
        .orElseThrow(() -> new IllegalStateException("a manifest just created is gone"));
  }
}

package dev.spinrun.trainer.stage.prepare;

import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.PreparedReference.SetReference;
import dev.spinrun.trainer.data.DataSet;
import dev.spinrun.trainer.data.SkippedExamples;
import dev.spinrun.trainer.diffusion.picture.PictureCodec;
import dev.spinrun.trainer.model.vae.Autoencoder;
import dev.spinrun.trainer.stage.context.ProgressReporter;
import dev.spinrun.trainer.stage.context.StageContext;
import dev.spinrun.trainer.tensor.Scope;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sets of one data set's examples: found in the store, or encoded and committed there.
 *
 * @param vae folder of the encoder
 * @param layout of this data set and this encoder
 * @param skipped counts the examples that this worker cannot use, over all sets
 */
record PreparedSets(
    StageContext context,
    DataSet data,
    ExampleCounts counts,
    Path vae,
    PreparedLayout layout,
    SkippedExamples skipped) {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedSets.class);

  /** Sets are shared by runs, whose pods may have the same names in different clusters. */
  static String writer(StageContext context) {
    return context.plan().run().uid() + "-" + context.writer();
  }

  /** The set of all examples, if it is there and leaves out no more than the plan allows. */
  static Optional<SetReference> whole(StageContext context, PreparedLayout layout) {
    return committed(context, layout, PreparedLayout.ALL)
        .filter(
            set ->
                Integer.parseInt(set.manifest().attributes().get(SetInProgress.SKIPPED))
                    <= context.plan().data().maxSkipped())
        .map(set -> reference(PreparedLayout.ALL, set));
  }

  /**
   * The set of these examples, which some run may have prepared already.
   *
   * @param divided whether this worker encodes its share only
   * @return empty if others are still at their shares
   */
  Optional<SetReference> set(BitSet examples, boolean divided) {
    String name = examples.cardinality() == counts.size() ? PreparedLayout.ALL : nameOf(examples);
    if (committed(context, layout, name).isEmpty()) {
      SetInProgress set = new SetInProgress(context, layout, name, examples);
      List<SetShard> shards =
          divided
              ? set.lackingOf(context.shard(), context.plan().prepare().workers())
              : set.lackingOf(0, 1);
      if (!shards.isEmpty()) {
        encode(set, shards);
      }
      set.commitIfComplete();
    }
    return committed(context, layout, name).map(manifest -> reference(name, manifest));
  }

  private static String nameOf(BitSet examples) {
    return Sha256.of(examples.toByteArray()).replace(':', '-');
  }

  private static SetReference reference(String name, CommittedManifest manifest) {
    return new SetReference(name, manifest.digest());
  }

  private static Optional<CommittedManifest> committed(
      StageContext context, PreparedLayout layout, String name) {
    return context.artefacts().manifestAt(layout.set(name).manifest());
  }

  private void encode(SetInProgress set, List<SetShard> shards) {
    int count = set.examplesOf(shards).cardinality();
    int side = context.plan().data().resolution();
    try (Scope scope = Scope.open();
        ProgressReporter progress = new ProgressReporter(context, Stage.PREPARE, "images", count)) {
      PictureCodec pictures = new PictureCodec(Autoencoder.load(scope, vae));
      new DataEncoder(
              context,
              data,
              counts.fileExamples(),
              pictures::encode,
              pictures.latentShape(side, side),
              skipped)
          .encode(set, shards, progress);
    }
    if (skipped.count() > 0) {
      LOG.warn("{}", skipped.summary());
    }
  }
}

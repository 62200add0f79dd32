package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.layout.RunLayout;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.record.Attributes;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.contract.record.PreparedReference.SetReference;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.trainer.data.prepared.PreparedData;
import dev.spinrun.trainer.data.prepared.PreparedSet;
import dev.spinrun.trainer.stage.context.CommittedFiles;
import dev.spinrun.trainer.stage.context.StageContext;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The run's prepared examples, brought to the local disk part by part, each file verified. */
public final class Prepared {
  private static final int MAX_REFERENCE_BYTES = 1 << 16;

  /** More than the two windows of {@code DataOrder} that are in use at the end of one. */
  static final int KEPT_PARTS = 20;

  /** Some 100 kB each. */
  private static final int KEPT_CAPTIONS = 1000;

  private Prepared() {}

  /** Opens what was prepared for this revision of the iteration, or else before it. */
  public static PreparedData open(StageContext context) {
    PreparedReference reference = reference(context, newestKey(context));
    return open(context, reference.digest(), reference.sets());
  }

  /** Opens these sets of a data set, of which there is at least one. */
  public static PreparedData open(StageContext context, String digest, List<SetReference> sets) {
    PreparedLayout layout = new PreparedLayout(digest);
    return new PreparedData(sets.stream().map(set -> open(context, layout, set)).toList());
  }

  /** The reference of iteration 0, by which examples are numbered. */
  public static PreparedReference ofIterationZero(StageContext context) {
    return reference(context, context.layout().preparedReference(0, 0));
  }

  /** The sets of this data set that the run has prepared so far. */
  public static List<SetReference> sets(StageContext context, String digest) {
    return Stream.of(newestKey(context))
        .filter(there -> context.store().head(there).isPresent())
        .map(there -> reference(context, there))
        .filter(reference -> reference.digest().equals(digest))
        .flatMap(reference -> reference.sets().stream())
        .toList();
  }

  /**
   * The key of the newest reference: this iteration's own, or that by which its opponent was
   * trained. Each names what those before it name, too.
   */
  public static String newestKey(StageContext context) {
    RunLayout layout = context.layout();
    IterationPlan plan = context.plan();
    for (int revision = plan.revisionOrFirst().number(); revision >= 0; revision--) {
      String own = layout.preparedReference(plan.iteration(), revision);
      if (context.store().head(own).isPresent()) {
        return own;
      }
    }
    String first = layout.preparedReference(0, 0);
    return plan.iteration() <= 1
        ? first
        : OpponentFolder.record(context, plan.iteration())
            .attributes()
            .getOrDefault(Attributes.PREPARED, first);
  }

  private static PreparedReference reference(StageContext context, String key) {
    return Documents.read(
        context.store().read(key, MAX_REFERENCE_BYTES), PreparedReference.class, key);
  }

  private static PreparedSet open(StageContext context, PreparedLayout layout, SetReference set) {
    Artefacts artefacts = context.artefacts();
    String manifestKey = layout.set(set.name()).manifest();
    Manifest manifest =
        artefacts
            .manifestAt(manifestKey)
            .filter(found -> found.digest().equals(set.manifestDigest()))
            .map(CommittedManifest::manifest)
            .orElseThrow(
                () ->
                    new StoreException(
                        StoreFailure.CORRUPT,
                        "%s is not the prepared data set that the run recorded. Create a new SpinRun."
                            .formatted(context.store().root().resolve(manifestKey))));
    Path folder = context.work().resolve("prepared").resolve(set.name());
    CommittedFiles files = new CommittedFiles(artefacts, layout.set(set.name()).folder(), manifest);
    files.download(PreparedSet.indexFile(), folder.resolve(PreparedSet.indexFile()));
    return PreparedSet.open(
        folder,
        new PartDownloads(
            folder,
            PreparedSet::latentFile,
            KEPT_PARTS,
            (part, target) -> files.download(PreparedSet.latentFile(part), target)),
        new PartDownloads(
            folder,
            PreparedSet::captionFile,
            KEPT_CAPTIONS,
            (part, target) -> files.download(PreparedSet.captionFile(part), target)));
  }
}

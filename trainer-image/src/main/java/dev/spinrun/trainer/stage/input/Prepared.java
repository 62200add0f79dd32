package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.layout.PreparedLayout;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.PreparedReference;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.trainer.data.prepared.PreparedData;
import dev.spinrun.trainer.stage.context.StageContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The run's prepared data set, brought to the local disk part by part, each file verified. */
public final class Prepared {
  private static final int MAX_REFERENCE_BYTES = 1 << 16;

  /** More than the two windows of {@code DataOrder} that are in use at the end of one. */
  private static final int KEPT_PARTS = 20;

  /** Some 100 kB each. */
  private static final int KEPT_CAPTIONS = 1000;

  private Prepared() {}

  /** Opens the prepared data set that iteration 0 named. */
  public static PreparedData open(StageContext context) {
    String key = context.layout().preparedReference();
    PreparedReference reference =
        Documents.read(
            context.store().read(key, MAX_REFERENCE_BYTES), PreparedReference.class, key);
    PreparedLayout layout = new PreparedLayout(reference.digest());
    Artefacts artefacts = context.artefacts();
    Manifest manifest =
        artefacts
            .manifestAt(layout.shard().manifest())
            .filter(found -> found.digest().equals(reference.manifestDigest()))
            .map(CommittedManifest::manifest)
            .orElseThrow(
                () ->
                    new StoreException(
                        StoreFailure.CORRUPT,
                        "%s is not the prepared data set that iteration 0 recorded. Create a new SpinRun."
                            .formatted(context.store().root().resolve(layout.shard().manifest()))));
    Path folder = context.work().resolve("prepared");
    Map<String, FileEntry> files =
        manifest.files().stream()
            .collect(Collectors.toMap(file -> fileName(file.path()), Function.identity()));
    PartDownloads.Download download =
        (name, target) -> download(artefacts, layout, files.get(name), name, target);
    download.file(PreparedData.indexFile(), folder.resolve(PreparedData.indexFile()));
    return PreparedData.open(
        folder,
        new PartDownloads(folder, PreparedData::latentFile, KEPT_PARTS, download),
        new PartDownloads(folder, PreparedData::captionFile, KEPT_CAPTIONS, download));
  }

  private static void download(
      Artefacts artefacts,
      PreparedLayout layout,
      @Nullable FileEntry file,
      String name,
      Path target) {
    if (file == null) {
      throw new StoreException(
          StoreFailure.CORRUPT,
          "The prepared data set %s has no %s. Create a new SpinRun."
              .formatted(layout.root(), name));
    }
    artefacts.download(layout.root(), file, target);
  }

  /** Without the folder of the writer, which matters to the store alone. */
  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

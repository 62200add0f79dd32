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
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The run's prepared data set, brought to the local disk part by part, each file verified. */
public final class Prepared {
  private static final int MAX_REFERENCE_BYTES = 1 << 16;

  /** More than the two windows of {@code DataOrder} that are in use at the end of one. */
  private static final int KEPT_PARTS = 20;

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
    download(artefacts, layout, files, PreparedData.headFiles(), folder);
    PartDownloads parts =
        new PartDownloads(
            folder,
            KEPT_PARTS,
            (part, target) ->
                download(artefacts, layout, files, PreparedData.filesOfPart(part), target));
    return PreparedData.open(folder, parts);
  }

  private static void download(
      Artefacts artefacts,
      PreparedLayout layout,
      Map<String, FileEntry> files,
      List<String> wanted,
      Path target) {
    for (String name : wanted) {
      FileEntry file = files.get(name);
      if (file == null) {
        throw new StoreException(
            StoreFailure.CORRUPT,
            "The prepared data set %s has no %s. Create a new SpinRun."
                .formatted(layout.root(), name));
      }
      artefacts.download(layout.root(), file, target.resolve(name));
    }
  }

  /** Without the folder of the writer, which matters to the store alone. */
  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

package dev.spinrun.trainer.stage;

import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.layout.PreparedLayout;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.record.FileEntry;
import dev.spinrun.runstore.record.Manifest;
import dev.spinrun.runstore.record.PreparedReference;
import dev.spinrun.trainer.data.PreparedData;
import java.nio.file.Path;

/** The run's prepared data set on the local disk, each file verified. */
final class Prepared {
  private static final int MAX_REFERENCE_BYTES = 1 << 16;

  private Prepared() {}

  /** Downloads the prepared data set that iteration 0 named. */
  static PreparedData download(StageContext context) {
    String key = context.layout().preparedReference();
    PreparedReference reference =
        Documents.read(
            context.store().read(key, MAX_REFERENCE_BYTES), PreparedReference.class, key);
    PreparedLayout layout = new PreparedLayout(reference.digest());
    Artefacts artefacts = context.artefacts();
    Manifest manifest =
        artefacts
            .manifestAt(layout.manifest())
            .filter(found -> found.digest().equals(reference.manifestDigest()))
            .orElseThrow(
                () ->
                    new StoreException(
                        StoreException.Kind.CORRUPT,
                        "%s is not the prepared data set that iteration 0 recorded. Create a new SpinRun."
                            .formatted(context.store().root().resolve(layout.manifest()))));
    Path folder = context.work().resolve("prepared");
    for (FileEntry file : manifest.files()) {
      artefacts.download(layout.root(), file, folder.resolve(fileName(file.path())));
    }
    return PreparedData.open(folder);
  }

  /** Without the folder of the writer, which matters to the store alone. */
  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}

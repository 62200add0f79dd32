package dev.spinrun.operator.store;

import dev.spinrun.operator.plan.StoreTask;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.artefact.TrainingCheckpoints;
import dev.spinrun.runstore.json.Documents;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import dev.spinrun.runstore.record.FileEntry;
import dev.spinrun.runstore.record.Manifest;
import dev.spinrun.runstore.record.OpponentRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was decided about a store. Each task may be repeated at any time. */
final class StoreTasks {
  private static final Logger LOG = LoggerFactory.getLogger(StoreTasks.class);

  private static final String OTHER_CHECKSUM = " with another checksum";

  private StoreTasks() {}

  /**
   * Does it.
   *
   * @return what is wrong with the candidate, if it could not be verified
   * @throws dev.spinrun.runstore.object.StoreException if the store cannot be asked
   */
  static Optional<String> perform(StoreTask task, ObjectStore store) {
    if (task instanceof StoreTask.Promote promote) {
      Optional<String> defect = verify(promote.opponent(), store);
      if (defect.isEmpty()) {
        // A record that is there already stays: whose it is shows in the next look.
        store.create(promote.key(), Documents.write(promote.opponent()));
      }
      return defect;
    }
    if (task instanceof StoreTask.Create create) {
      store.create(create.key(), utf8(create.document()));
    } else if (task instanceof StoreTask.Write write) {
      store.write(write.key(), utf8(write.document()));
    } else if (task instanceof StoreTask.Tidy tidy) {
      tidy(tidy, store);
    } else if (task instanceof StoreTask.DeleteFolder folder) {
      store.deleteFolder(folder.key());
    }
    return Optional.empty();
  }

  /** Credentials that may write need not be allowed to delete: then everything is kept. */
  private static void tidy(StoreTask.Tidy task, ObjectStore store) {
    try {
      new TrainingCheckpoints(store, task.layout(), task.iteration())
          .keepNewest(task.checkpoints());
      task.folders().forEach(store::deleteFolder);
    } catch (StoreException e) {
      if (e.isTransient()) {
        throw e;
      }
      LOG.warn("Nothing is tidied up after iteration {}: {}", task.iteration(), e.getMessage());
    }
  }

  private static byte[] utf8(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }

  /** Compares every file of the candidate with its manifest, by size and the store's checksum. */
  private static Optional<String> verify(OpponentRecord opponent, ObjectStore store) {
    String folder = opponent.candidate();
    Optional<Manifest> manifest =
        StoredDocument.of(store, folder + "/" + Artefacts.MANIFEST, Manifest.class);
    if (manifest.isEmpty() || !manifest.get().digest().equals(opponent.candidateDigest())) {
      return Optional.of(
          "The manifest of %s is not the one that was evaluated (%s). Something else writes there."
              .formatted(store.root().resolve(folder), opponent.candidateDigest()));
    }
    List<FileEntry> files = manifest.get().files();
    for (int number = 0; number < files.size(); number++) {
      FileEntry file = files.get(number);
      Optional<ObjectInfo> stored = store.head(folder + "/" + file.path());
      boolean same =
          stored
              .filter(o -> o.size() == file.size() && o.checksum().equals(file.storeChecksum()))
              .isPresent();
      if (!same) {
        String found =
            stored
                .map(o -> o.size() + " bytes" + (o.size() == file.size() ? OTHER_CHECKSUM : ""))
                .orElse("nothing");
        return Optional.of(
            "%s cannot be promoted: there is %s, its manifest says %d bytes."
                .formatted(where(store.locate(folder), file, number), found, file.size()));
      }
    }
    return Optional.empty();
  }

  /** A path like those that the trainer gives, else a number: a manifest may have been forged. */
  private static String where(String folder, FileEntry file, int number) {
    return file.path().matches("[a-z0-9_./-]{1,100}")
        ? folder + "/" + file.path()
        : "File %d of %s".formatted(number + 1, folder);
  }
}

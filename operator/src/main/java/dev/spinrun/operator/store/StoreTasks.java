package dev.spinrun.operator.store;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.contract.record.OpponentRecord;
import dev.spinrun.operator.plan.decision.StoreTask;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.artefact.TrainingCheckpoints;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what was decided about a store. Each task may be repeated at any time. */
record StoreTasks(ObjectStore store) implements StoreTask.Performer {
  private static final Logger LOG = LoggerFactory.getLogger(StoreTasks.class);

  private static final String OTHER_CHECKSUM = " with another checksum";

  @Override
  public Optional<String> create(StoreTask.Create task) {
    store.create(task.key(), utf8(task.document()));
    return Optional.empty();
  }

  @Override
  public Optional<String> write(StoreTask.Write task) {
    store.write(task.key(), utf8(task.document()));
    return Optional.empty();
  }

  @Override
  public Optional<String> promote(StoreTask.Promote task) {
    Optional<String> defect = verify(task.opponent());
    if (defect.isEmpty()) {
      // A record that is there already stays: whose it is shows in the next round.
      store.create(task.key(), Documents.write(task.opponent()));
    }
    return defect;
  }

  /** Credentials that may write need not be allowed to delete: then everything is kept. */
  @Override
  public Optional<String> tidy(StoreTask.Tidy task) {
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
    return Optional.empty();
  }

  @Override
  public Optional<String> deleteFolder(StoreTask.DeleteFolder task) {
    store.deleteFolder(task.key());
    return Optional.empty();
  }

  private static byte[] utf8(String document) {
    return document.getBytes(StandardCharsets.UTF_8);
  }

  /** Compares every file of the candidate with its manifest, by size and the store's checksum. */
  private Optional<String> verify(OpponentRecord opponent) {
    String folder = opponent.candidate();
    Optional<CommittedManifest> manifest =
        StoredDocument.of(
            store, Artefacts.manifestKey(folder), Manifest.class, CommittedManifest::read);
    if (manifest.isEmpty() || !manifest.get().digest().equals(opponent.candidateDigest())) {
      return Optional.of(
          "The manifest of %s is not the one that was evaluated (%s). Something else writes there."
              .formatted(store.root().resolve(folder), opponent.candidateDigest()));
    }
    List<FileEntry> files = manifest.get().manifest().files();
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

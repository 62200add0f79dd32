package dev.spinrun.trainer.stage.context;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.StoreException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files that a manifest names, found by their names and verified. */
public final class CommittedFiles {
  private final Artefacts artefacts;
  private final String folder;
  private final Map<String, FileEntry> files;

  /**
   * Those of a manifest.
   *
   * @param folder that it names files from
   */
  public CommittedFiles(Artefacts artefacts, String folder, Manifest manifest) {
    this.artefacts = artefacts;
    this.folder = folder;
    this.files =
        manifest.files().stream()
            .collect(
                Collectors.toMap(
                    file -> nameOf(file.path()),
                    Function.identity(),
                    CommittedFiles::sameName,
                    LinkedHashMap::new));
  }

  /** Without the folder of the writer, which matters to the store alone. */
  private static String nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static FileEntry sameName(FileEntry one, FileEntry other) {
    throw new StoreException(
        StoreFailure.CORRUPT,
        "A manifest names %s and %s, which stand for the same file. Create a new SpinRun."
            .formatted(one.path(), other.path()));
  }

  /**
   * Downloads the file of this name.
   *
   * @throws StoreException if there is none
   */
  public void download(String name, Path target) {
    FileEntry file = files.get(name);
    if (file == null) {
      throw new StoreException(
          StoreFailure.CORRUPT,
          "The manifest in %s names no %s. Create a new SpinRun.".formatted(folder, name));
    }
    artefacts.download(folder, file, target);
  }

  /** All but the file of this name, for another manifest in the same folder. */
  public List<FileEntry> without(String name) {
    Map<String, FileEntry> others = new LinkedHashMap<>(files);
    others.remove(name);
    return List.copyOf(others.values());
  }
}

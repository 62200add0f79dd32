package dev.spinrun.runstore.artefact;

import dev.spinrun.contract.failure.StoreFailure;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Sha256;
import dev.spinrun.contract.record.CommittedManifest;
import dev.spinrun.contract.record.FileEntry;
import dev.spinrun.contract.record.Manifest;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import dev.spinrun.runstore.object.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Folders in a store that count only once their manifest lies beside their files. */
public final class Artefacts {
  /** File name of a manifest in its artefact's folder. */
  public static final String MANIFEST = "manifest.json";

  /** No manifest is larger; what is, is not one. */
  public static final int MAX_MANIFEST_BYTES = 32 << 20;

  private final ObjectStore store;

  /** Artefacts of this store. */
  public Artefacts(ObjectStore store) {
    this.store = store;
  }

  /** Key of the manifest of the artefact at {@code key}. */
  public static String manifestKey(String key) {
    return key + "/" + MANIFEST;
  }

  /**
   * Uploads all files of a folder to {@code key} and describes them. Nothing is committed: the
   * caller writes the manifest.
   *
   * @return one entry a file, by path
   */
  public List<FileEntry> upload(String key, Path folder) {
    List<FileEntry> entries = new ArrayList<>();
    for (Path file : filesOf(folder)) {
      String path = folder.relativize(file).toString();
      ObjectInfo stored = store.upload(key + "/" + path, file);
      FileEntry entry = new FileEntry(path, size(file), sha256(file), stored.checksum());
      if (stored.size() != entry.size()) {
        throw new StoreException(
            StoreFailure.CORRUPT,
            "%s has %d bytes after the upload of %d bytes. Something else writes there."
                .formatted(store.root().resolve(key + "/" + path), stored.size(), entry.size()));
      }
      entries.add(entry);
    }
    return List.copyOf(entries);
  }

  /**
   * Writes the manifest of {@code key}: from now on the artefact counts.
   *
   * @return its digest
   */
  public String commit(String key, Manifest manifest) {
    byte[] bytes = Documents.write(manifest);
    store.write(manifestKey(key), bytes);
    return Sha256.of(bytes);
  }

  /** The manifest of the artefact at {@code key}, if it is committed. */
  public Optional<CommittedManifest> manifest(String key) {
    return manifestAt(manifestKey(key));
  }

  /** The manifest that lies at exactly this key, if it is there. */
  public Optional<CommittedManifest> manifestAt(String manifestKey) {
    byte[] bytes;
    try {
      bytes = store.read(manifestKey, MAX_MANIFEST_BYTES);
    } catch (StoreException e) {
      if (e.kind() == StoreFailure.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(CommittedManifest.read(bytes, store.root().resolve(manifestKey).toString()));
  }

  /**
   * The manifest of the artefact at {@code key}.
   *
   * @throws StoreException of kind NOT_FOUND if it is not committed, CORRUPT if its digest is not
   *     {@code digest}
   */
  public Manifest require(String key, String digest) {
    CommittedManifest committed =
        manifest(key)
            .orElseThrow(
                () ->
                    new StoreException(
                        StoreFailure.NOT_FOUND,
                        store.root().resolve(key)
                            + " has no manifest: it was never committed, or was deleted."));
    if (!committed.digest().equals(digest)) {
      throw new StoreException(
          StoreFailure.CORRUPT,
          "%s has manifest digest %s, expected %s. It was changed after it was recorded."
              .formatted(store.root().resolve(key), committed.digest(), digest));
    }
    return committed.manifest();
  }

  /**
   * Downloads the files of an artefact into {@code folder}, each verified against the manifest.
   *
   * @throws StoreException of kind CORRUPT, naming the object, if one differs
   */
  public void download(String key, Manifest manifest, Path folder) {
    for (FileEntry entry : manifest.files()) {
      download(key, entry, folder.resolve(entry.path()));
    }
  }

  /** Downloads one file of an artefact, verified. */
  public void download(String key, FileEntry entry, Path target) {
    String object = key + "/" + entry.path();
    try {
      Files.createDirectories(target.resolveSibling(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String sha256 = store.download(object, target);
    if (!sha256.equals(entry.sha256())) {
      throw new StoreException(
          StoreFailure.CORRUPT,
          "%s has %s, its manifest says %s. The object was changed or cut short after it was written."
              .formatted(store.root().resolve(object), sha256, entry.sha256()));
    }
  }

  /**
   * What differs between the manifest and what the store says of each file, asked without
   * downloading; empty if nothing.
   */
  public List<String> differences(String key, Manifest manifest) {
    List<String> differences = new ArrayList<>();
    for (FileEntry entry : manifest.files()) {
      String object = key + "/" + entry.path();
      Optional<ObjectInfo> info = store.head(object);
      if (info.isEmpty()) {
        differences.add(store.root().resolve(object) + " is missing");
      } else if (info.get().size() != entry.size()) {
        differences.add(
            "%s has %d bytes, its manifest says %d"
                .formatted(store.root().resolve(object), info.get().size(), entry.size()));
      } else if (!info.get().checksum().equals(entry.storeChecksum())) {
        differences.add(
            "%s has checksum %s, its manifest says %s"
                .formatted(
                    store.root().resolve(object), info.get().checksum(), entry.storeChecksum()));
      }
    }
    return List.copyOf(differences);
  }

  private static List<Path> filesOf(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(Path file) {
    MessageDigest digest = Sha256.start();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sha256.finish(digest);
  }
}

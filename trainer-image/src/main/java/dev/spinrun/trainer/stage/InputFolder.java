package dev.spinrun.trainer.stage;

import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A folder that somebody else wrote: a base model or a scorer. */
final class InputFolder {
  /** Weights of other frameworks, and pickles, which are programs: never read, so never copied. */
  private static final Set<String> LEFT_OUT =
      Set.of("bin", "ckpt", "pt", "pth", "msgpack", "h5", "onnx", "onnx_data", "pb", "xml");

  private InputFolder() {}

  /**
   * Downloads it.
   *
   * @param what names it in errors, as the field of the SpinRun does
   * @throws InputException if it is empty
   */
  static void download(ObjectStore source, String what, Path target) {
    List<ObjectInfo> files =
        source.list("").stream()
            .filter(o -> !LEFT_OUT.contains(extension(o.key())))
            // An opponent of another run has one; the copy gets its own.
            .filter(o -> !o.key().equals(Artefacts.MANIFEST))
            .toList();
    if (files.isEmpty()) {
      throw new InputException("%s has no files. Check %s.".formatted(source.root(), what));
    }
    for (ObjectInfo file : files) {
      Path local = target.resolve(file.key()).normalize();
      if (!local.startsWith(target)) {
        throw new InputException(source.root().resolve(file.key()) + " lies outside its folder.");
      }
      try {
        Files.createDirectories(local.resolveSibling(""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      source.download(file.key(), local);
    }
  }

  private static String extension(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}

package dev.spinrun.trainer.stage.input;

import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.runstore.artefact.Artefacts;
import dev.spinrun.runstore.object.ObjectInfo;
import dev.spinrun.runstore.object.ObjectSource;
import dev.spinrun.trainer.model.WeightVariants;
import dev.spinrun.trainer.stage.context.InputException;
import dev.spinrun.trainer.stage.context.InputField;
import dev.spinrun.trainer.stage.input.FolderKind.Wanted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A folder that somebody else wrote: a base model or a scorer. */
public final class InputFolder {
  /** Weights of other frameworks: never read, so never copied. */
  private static final Set<String> LEFT_OUT =
      Set.of("msgpack", "h5", "onnx", "onnx_data", "pb", "xml");

  /**
   * What a single file with a whole model in it may be; folders of components have no use for it.
   */
  private static final Set<String> WHOLE_MODEL = Set.of("safetensors", "ckpt", "pt", "pth", "bin");

  /** Lies where the components' folders are. */
  private static final String PIPELINE = "model_index.json";

  private InputFolder() {}

  /**
   * Downloads it.
   *
   * @throws InputException if it is empty or holds something else than what is wanted
   */
  public static void download(ObjectSource source, InputField field, Wanted wanted, Path target) {
    List<String> keys = source.list("").stream().map(ObjectInfo::key).toList();
    if (keys.isEmpty()) {
      throw field.problem(source.locate("") + " has no files.");
    }
    new FolderKind(source, keys).require(wanted, field);
    Set<String> files = chosen(keys);
    for (String file : files) {
      Path local = inside(target, file);
      if (local == null) {
        throw field.problem(
            Excerpt.of(source.locate(file)) + " has a name that leads out of its folder.");
      }
      try {
        Files.createDirectories(local.resolveSibling(""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      source.download(file, local);
    }
  }

  /** Where the file goes, or null for a name that no folder can hold or that leads out of it. */
  private static @Nullable Path inside(Path folder, String file) {
    try {
      Path local = folder.resolve(file).normalize();
      return local.startsWith(folder) ? local : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** What of these objects is read; a folder on the hub has each weight up to six times. */
  static Set<String> chosen(List<String> keys) {
    boolean components = keys.contains(PIPELINE);
    Map<String, List<String>> byFolder =
        keys.stream()
            .filter(key -> !LEFT_OUT.contains(extension(key)))
            .filter(key -> !(components && isAtTop(key) && WHOLE_MODEL.contains(extension(key))))
            // An opponent of another run has one; the copy gets its own.
            .filter(key -> !key.equals(Artefacts.MANIFEST))
            .collect(Collectors.groupingBy(InputFolder::folder));
    Set<String> chosen = new TreeSet<>();
    byFolder.forEach(
        (folder, files) ->
            WeightVariants.best(
                    files.stream().map(file -> file.substring(folder.length())).toList())
                .forEach(name -> chosen.add(folder + name)));
    return chosen;
  }

  private static boolean isAtTop(String key) {
    return folder(key).isEmpty();
  }

  private static String folder(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  private static String extension(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}

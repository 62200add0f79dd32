package dev.spinrun.trainer.model;

import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.trainer.nn.Weights;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorEntry;
import dev.spinrun.trainer.tensor.file.TensorSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Takes from a file exactly the parameters that a network declares, or says what does not fit. */
public final class WeightLoader {
  /** Enough to see what kind of file it is. */
  private static final int NAMED = 8;

  private final Path folder;
  private final TensorNames names;

  /** Opens no file yet: {@link #load} names everything that is wrong with the folder at once. */
  public WeightLoader(Path folder, TensorNames names) {
    this.folder = folder;
    this.names = names;
  }

  /** All declared parameters as fp32; those that are fp32 in the file are the mapped file. */
  public Weights load(Scope scope, Map<String, Shape> declared) {
    try (TensorSource file = new ModelFolder(folder).weights()) {
      Map<String, TensorEntry> stored = new TreeMap<>();
      file.entries()
          .forEach((name, entry) -> names.current(name).ifPresent(n -> stored.put(n, entry)));
      requireMatch(declared, stored);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, Shape> parameter : declared.entrySet()) {
        TensorEntry entry = Objects.requireNonNull(stored.get(parameter.getKey()));
        tensors.put(parameter.getKey(), file.read(scope, entry.name(), parameter.getValue()));
      }
      return new Weights(tensors);
    } catch (IOException e) {
      throw new UncheckedIOException("The weights in " + folder + " cannot be read.", e);
    }
  }

  private void requireMatch(Map<String, Shape> declared, Map<String, TensorEntry> stored) {
    Set<String> missing = new TreeSet<>(declared.keySet());
    missing.removeAll(stored.keySet());
    Set<String> unexpected = new TreeSet<>(stored.keySet());
    unexpected.removeAll(declared.keySet());
    List<String> misshapen = new ArrayList<>();
    stored.forEach(
        (name, entry) -> {
          Shape expected = declared.get(name);
          if (expected != null && !names.same(name, entry.shape(), expected)) {
            misshapen.add("%s has %s, expected %s".formatted(name, entry.shape(), expected));
          }
        });
    List<String> problems = new ArrayList<>();
    describe(problems, "missing", missing);
    describe(problems, "unexpected", unexpected);
    describe(problems, "of another shape", misshapen);
    if (!problems.isEmpty()) {
      throw new UnusableModelException(
          "The weights in %s do not fit their config.json (%d tensors declared, %d stored). %s. Take both files from the same model."
              .formatted(folder, declared.size(), stored.size(), String.join(". ", problems)));
    }
  }

  private static void describe(List<String> problems, String what, Iterable<String> tensors) {
    List<String> all = new ArrayList<>();
    tensors.forEach(tensor -> all.add(Excerpt.of(tensor)));
    if (!all.isEmpty()) {
      String more = all.size() > NAMED ? ", …" : "";
      problems.add(
          "%d %s: %s%s"
              .formatted(
                  all.size(),
                  what,
                  String.join(", ", all.subList(0, Math.min(NAMED, all.size()))),
                  more));
    }
  }
}

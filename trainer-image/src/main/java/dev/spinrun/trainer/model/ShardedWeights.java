package dev.spinrun.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import dev.spinrun.trainer.tensor.TensorEntry;
import dev.spinrun.trainer.tensor.file.TensorFile;
import dev.spinrun.trainer.tensor.file.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Weights in several files, with an index that says which tensor is in which.
 *
 * <p>Source: transformers 4, diffusers 0.32: {@code *.index.json} with {@code weight_map}.
 */
final class ShardedWeights implements TensorSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MAX_INDEX_BYTES = 8_000_000;
  private static final int NAMES_TOLD = 5;

  /** A plain name in the same folder. */
  private static final Pattern SHARD = Pattern.compile("[\\w][\\w.+-]{0,200}");

  private final Map<String, TensorEntry> entries = new TreeMap<>();
  private final Map<String, TensorFile> homes = new HashMap<>();
  private final List<TensorFile> files = new ArrayList<>();

  private ShardedWeights() {}

  /**
   * Opens every shard.
   *
   * @throws UnusableModelException if shards are missing, or do not hold what the index says
   */
  static ShardedWeights open(Path index) throws IOException {
    Map<String, String> shardOf = weightMap(index);
    requireShards(index, shardOf);
    ShardedWeights weights = new ShardedWeights();
    try {
      for (String shard : new TreeSet<>(shardOf.values())) {
        weights.add(TensorFile.open(index.resolveSibling(shard)), shard, shardOf);
      }
      weights.requireAll(index, shardOf);
      return weights;
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  private static Map<String, String> weightMap(Path index) throws IOException {
    if (Files.size(index) > MAX_INDEX_BYTES) {
      throw new UnusableModelException(
          "The index %s has %d bytes, at most %d are read. Download it again."
              .formatted(index, Files.size(index), MAX_INDEX_BYTES));
    }
    byte[] bytes = Files.readAllBytes(index);
    JsonNode map;
    try {
      map = JSON.readTree(bytes).path("weight_map");
    } catch (IOException e) {
      throw new UnusableModelException(
          "The index %s is no JSON. Download it again.".formatted(index), e);
    }
    Map<String, String> shardOf = new LinkedHashMap<>();
    map.properties().forEach(entry -> shardOf.put(entry.getKey(), entry.getValue().asText()));
    if (shardOf.isEmpty()) {
      throw new UnusableModelException(
          "The index %s has no weight_map. Download it again.".formatted(index));
    }
    return shardOf;
  }

  private static void requireShards(Path index, Map<String, String> shardOf) {
    List<String> unusable =
        new TreeSet<>(shardOf.values())
            .stream()
                .filter(shard -> !isBeside(index, shard))
                .limit(NAMES_TOLD)
                .map(Excerpt::of)
                .toList();
    if (!unusable.isEmpty()) {
      throw new UnusableModelException(
          "The index %s names shards that are not beside it: %s. Download the whole folder."
              .formatted(index, String.join(", ", unusable)));
    }
  }

  private static boolean isBeside(Path index, String shard) {
    return SHARD.matcher(shard).matches() && Files.isRegularFile(index.resolveSibling(shard));
  }

  /** A shard may hold what the index does not name; that is nobody's weight. */
  private void add(TensorFile file, String shard, Map<String, String> shardOf) {
    files.add(file);
    file.entries()
        .forEach(
            (name, entry) -> {
              if (shard.equals(shardOf.get(name))) {
                entries.put(name, entry);
                homes.put(name, file);
              }
            });
  }

  private void requireAll(Path index, Map<String, String> shardOf) {
    TreeSet<String> missing = new TreeSet<>(shardOf.keySet());
    missing.removeAll(entries.keySet());
    if (!missing.isEmpty()) {
      throw new UnusableModelException(
          "The index %s promises %d tensors that its shards do not hold, the first is %s. Take index and shards from the same model."
              .formatted(index, missing.size(), Excerpt.of(missing.first())));
    }
  }

  @Override
  public Map<String, TensorEntry> entries() {
    return Map.copyOf(entries);
  }

  @Override
  public Tensor read(Scope scope, String name, Shape shape) throws IOException {
    return Objects.requireNonNull(homes.get(name), name).read(scope, name, shape);
  }

  @Override
  public void close() throws IOException {
    for (TensorFile file : files) {
      file.close();
    }
  }
}

package dev.spinrun.trainer.nn.memory;

import dev.spinrun.trainer.nn.memory.Held.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The operations of one block in their order. */
final class BlockTape {
  private final List<Operation> operations = new ArrayList<>();
  private final Set<Storage> kept = new HashSet<>();
  private long weights;

  /**
   * An operation.
   *
   * @param scratch bytes that it needs while it runs
   */
  private record Operation(List<Storage> reads, Storage writes, long scratch) {}

  void add(List<Held> reads, Held result, long scratch) {
    operations.add(
        new Operation(reads.stream().map(Held::storage).toList(), result.storage(), scratch));
  }

  /** Autograd keeps this for the backward pass. */
  void keep(Held value) {
    kept.add(value.storage());
  }

  /** The block has weights that collect a gradient of so many bytes. */
  void train(long bytes) {
    weights += bytes;
  }

  long weights() {
    return weights;
  }

  /** Bytes that are kept beside these values, which are in memory anyway. */
  long keptBeside(List<Held> others) {
    Set<Storage> more = new HashSet<>();
    more.addAll(kept);
    others.forEach(value -> more.remove(value.storage()));
    return more.stream().mapToLong(Storage::bytes).sum();
  }

  /** The most bytes that are in use at one time if nothing is kept, without inputs and result. */
  long passing(Held result) {
    Map<Storage, Integer> lastReader = new HashMap<>();
    for (int i = 0; i < operations.size(); i++) {
      for (Storage read : operations.get(i).reads) {
        lastReader.put(read, i);
      }
    }
    Set<Storage> alive = new HashSet<>();
    long most = 0;
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      alive.add(operation.writes);
      alive.remove(result.storage());
      most = Math.max(most, bytes(alive.stream()) + operation.scratch);
      int now = i;
      alive.removeIf(storage -> lastReader.getOrDefault(storage, now) <= now);
    }
    return most;
  }

  private static long bytes(Stream<Storage> storages) {
    return storages.mapToLong(Storage::bytes).sum();
  }
}

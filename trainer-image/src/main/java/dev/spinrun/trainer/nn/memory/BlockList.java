package dev.spinrun.trainer.nn.memory;

import dev.spinrun.trainer.nn.memory.Held.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The blocks of a network in their order, and which of their results are still read. */
final class BlockList {
  private final List<Placed> placed = new ArrayList<>();

  private record Placed(
      String name, boolean light, List<Held> inputs, Held result, BlockTape tape) {}

  void add(String name, boolean light, List<Held> inputs, Held result, BlockTape tape) {
    placed.add(new Placed(name, light, List.copyOf(inputs), result, tape));
  }

  /** All blocks of a network with this result. */
  List<BlockMemory> finish(Held result) {
    Map<Storage, Integer> lastReader = new HashMap<>();
    for (int i = 0; i < placed.size(); i++) {
      for (Held input : placed.get(i).inputs) {
        lastReader.put(input.storage(), i);
      }
    }
    lastReader.put(result.storage(), placed.size());
    List<BlockMemory> blocks = new ArrayList<>();
    for (int i = 0; i < placed.size(); i++) {
      int now = i;
      long alive =
          placed.subList(0, i + 1).stream()
              .map(block -> block.result.storage())
              .filter(storage -> lastReader.getOrDefault(storage, -1) >= now)
              .mapToLong(Storage::bytes)
              .sum();
      blocks.add(memory(placed.get(i), alive));
    }
    return List.copyOf(blocks);
  }

  private static BlockMemory memory(Placed block, long alive) {
    List<Held> outside = Stream.concat(block.inputs.stream(), Stream.of(block.result)).toList();
    return new BlockMemory(
        block.name,
        block.light,
        block.result.storage().bytes(),
        block.tape.keptBeside(outside),
        block.tape.passing(block.result),
        alive,
        block.tape.weights());
  }
}

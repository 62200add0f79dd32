package dev.spinrun.trainer.data.prepared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.data.prepared.PreparedWriter.Row;
import dev.spinrun.trainer.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set of 3,000 examples in two files, of which some are prepared. */
class PreparedDataTest {
  private static final Shape SHAPE = new Shape(List.of(1L, 1L, 2L));
  private static final List<Integer> FILES = List.of(1000, 2000);

  @TempDir Path folder;

  private PreparedSet set(String name, int[] examples, int... unusable) {
    Path target = folder.resolve(name);
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    PreparedWriter writer = new PreparedWriter(target, SHAPE, true);
    for (int i : examples) {
      writer.add(new Row(i, name + i, new float[] {i, 1}, new float[] {i, 2}));
    }
    writer.finish(FILES, bits(unusable));
    return PreparedSet.open(
        target,
        part -> target.resolve(PreparedSet.latentFile(part)),
        part -> target.resolve(PreparedSet.captionFile(part)));
  }

  private static BitSet bits(int... numbers) {
    BitSet bits = new BitSet();
    Arrays.stream(numbers).forEach(bits::set);
    return bits;
  }

  @Test
  void everyExampleIsFoundInItsSetByItsNumber() {
    int[] odd = IntStream.range(0, 1500).map(i -> 2 * i + 1).toArray();
    int[] few = {0, 1022, 1024, 2998};
    try (PreparedData data = new PreparedData(List.of(set("odd", odd), set("few", few)))) {
      assertThat(data.size()).isEqualTo(3000);
      assertThat(data.latentShape()).isEqualTo(SHAPE);
      for (int i : odd) {
        assertThat(data.latent(i)).containsExactly(i, 1);
        assertThat(data.caption(i)).isEqualTo("odd" + i);
      }
      for (int i : few) {
        assertThat(data.rejected(i)).containsExactly(i, 2);
        assertThat(data.caption(i)).isEqualTo("few" + i);
      }
      assertThat(data.lacking(bits(0, 1, 2, 3, 1022, 1026))).isEqualTo(bits(2, 1026));
      assertThatThrownBy(() -> data.latent(2))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("Example 2 was never prepared for this iteration.");
    }
  }

  @Test
  void theNextUsableExampleStandsInForOneThatIsNot() {
    try (PreparedData data =
        new PreparedData(
            List.of(set("a", new int[] {0, 9}, 7, 2999), set("b", new int[] {5}, 8)))) {
      assertThat(data.unusable()).isEqualTo(3);
      assertThat(data.caption(7)).as("8 cannot be used either").isEqualTo("a9");
      assertThat(data.latent(2999)).as("behind the last comes the first").containsExactly(0, 1);
      assertThat(data.lacking(bits(5, 7, 8, 2999))).isEqualTo(bits());
    }
    try (PreparedData data = new PreparedData(List.of(set("c", new int[] {0}, 7)))) {
      assertThat(data.lacking(bits(7))).isEqualTo(bits(8));
    }
  }

  @Test
  void onlyPartsWithExamplesHaveFiles() {
    set("sparse", new int[] {5, 2500});

    assertThat(folder.resolve("sparse"))
        .isDirectoryContaining("glob:**/part-00000.safetensors")
        .isDirectoryContaining("glob:**/part-00002.jsonl")
        .isDirectoryNotContaining("glob:**/part-00001.*");
  }
}

package dev.spinrun.trainer.data.prepared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.file.RowWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticDataTest {
  private static final Shape SHAPE = Shape.of(1, 1, 2);

  @TempDir Path folder;

  @Test
  void anExampleIsFoundInWhicheverShardAndRowItLies() throws IOException {
    SyntheticData data =
        SyntheticData.open(
            List.of(shard("a", 7, 3, 900_000), shard("empty"), shard("b", 0, Integer.MAX_VALUE)));

    assertThat(data.size()).isEqualTo(5);
    for (int example : new int[] {0, 3, 7, 900_000, Integer.MAX_VALUE}) {
      assertThat(data.holds(example)).isTrue();
      assertThat(data.latent(example)).containsExactly(example, -example);
    }
    assertThat(data.holds(4)).isFalse();
    assertThatThrownBy(() -> data.latent(4))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("Example 4 has no image of the opponent.");
  }

  @Test
  void aShardHasALatentForEachOfItsExamples() throws IOException {
    Path shard = shard("a", 1, 2);
    RowIndex.write(shard, List.of(1, 2, 3));

    assertThatThrownBy(() -> SyntheticData.open(List.of(shard)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith("latents.safetensors has 2 latents for 3 examples.");
  }

  private Path shard(String name, Integer... examples) throws IOException {
    Path shard = Files.createDirectory(folder.resolve(name));
    RowIndex.write(shard, List.of(examples));
    if (examples.length > 0) {
      try (RowWriter rows = SyntheticData.writer(shard, examples.length, SHAPE)) {
        for (int example : examples) {
          rows.append(new float[] {example, -example});
        }
      }
    }
    return shard;
  }
}

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
  void anImageIsFoundInWhicheverShardAndRowItLies() throws IOException {
    SyntheticData data =
        SyntheticData.open(
            List.of(shard("a", 7L, 3L, 900_000L), shard("empty"), shard("b", 0L, Long.MAX_VALUE)));

    assertThat(data.size()).isEqualTo(5);
    for (long image : new long[] {0, 3, 7, 900_000, Long.MAX_VALUE}) {
      assertThat(data.holds(image)).isTrue();
      assertThat(data.latent(image)).containsExactly((float) image, (float) -image);
    }
    assertThat(data.holds(4)).isFalse();
    assertThatThrownBy(() -> data.latent(4))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("Image 4 was never drawn.");
  }

  @Test
  void aShardHasALatentForEachOfItsImages() throws IOException {
    Path shard = shard("a", 1L, 2L);
    RowIndex.write(shard, List.of(1L, 2L, 3L));

    assertThatThrownBy(() -> SyntheticData.open(List.of(shard)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageEndingWith("latents.safetensors has 2 latents for 3 images.");
  }

  private Path shard(String name, Long... images) throws IOException {
    Path shard = Files.createDirectory(folder.resolve(name));
    RowIndex.write(shard, List.of(images));
    if (images.length > 0) {
      try (RowWriter rows = SyntheticData.writer(shard, images.length, SHAPE)) {
        for (long image : images) {
          rows.append(new float[] {(float) image, (float) -image});
        }
      }
    }
    return shard;
  }
}

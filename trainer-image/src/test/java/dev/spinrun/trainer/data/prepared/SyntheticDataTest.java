package dev.spinrun.trainer.data.prepared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.trainer.data.InvalidDataException;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.file.RowWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticDataTest {
  private static final Shape SHAPE = Shape.of(1, 1, 2);

  @TempDir Path folder;
  private final List<RowIndex> shards = new ArrayList<>();
  private final List<Path> parts = new ArrayList<>();
  private final Set<Integer> wanted = new TreeSet<>();

  private SyntheticData open() {
    return SyntheticData.open(
        shards,
        new PartFiles() {
          @Override
          public Path of(int part) {
            return parts.get(part);
          }

          @Override
          public void prefetch(int part) {
            wanted.add(part);
          }
        });
  }

  @Test
  void anImageIsFoundInWhicheverShardAndRowItLies() throws IOException {
    shard("a", 7L, 3L, 900_000L);
    shard("empty");
    shard("b", 0L, Long.MAX_VALUE);

    try (SyntheticData data = open()) {
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
  }

  @Test
  void aLargeShardLiesInPartsThatAreBroughtWhenTheyAreWanted() throws IOException {
    shard("small", 1L, 2L);
    shard("large", LongStream.range(0, 600).mapToObj(i -> 10 + 2 * i).toArray(Long[]::new));
    assertThat(parts).hasSize(1 + 3);

    try (SyntheticData data = open()) {
      for (long image : new long[] {1, 10, 10 + 2 * 255, 10 + 2 * 256, 10 + 2 * 599}) {
        assertThat(data.latent(image)).containsExactly((float) image, (float) -image);
      }
      data.prefetch(515, 525);
      assertThat(wanted).as("of the large shard").containsExactly(1, 2);
      data.prefetch(3, 9);
      data.prefetch(11, 11);
      data.prefetch(1210, 9999);
      assertThat(wanted).as("nothing lies there").containsExactly(1, 2);
      data.prefetch(0, 1);
      assertThat(wanted).containsExactly(0, 1, 2);
    }
  }

  @Test
  void aPartHasALatentForEachOfItsImages() throws IOException {
    shard("a", 1L, 2L);
    shards.set(0, index("b", 1L, 2L, 3L));

    try (SyntheticData data = open()) {
      assertThatThrownBy(() -> data.latent(1))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageEndingWith("part-00000.safetensors has 2 latents for 3 images.");
    }
  }

  private RowIndex index(String name, Long... images) throws IOException {
    Path shard = Files.createDirectory(folder.resolve(name));
    RowIndex.write(shard, List.of(images));
    return RowIndex.read(shard);
  }

  private void shard(String name, Long... images) throws IOException {
    shards.add(index(name, images));
    int count = SyntheticData.parts(images.length);
    for (int part = 0; part < count; part++) {
      int begin = part * SyntheticData.PART_IMAGES;
      int end = Math.min(images.length, begin + SyntheticData.PART_IMAGES);
      Path shard = folder.resolve(name);
      try (RowWriter rows = SyntheticData.writer(shard, part, images.length, SHAPE)) {
        for (long image : List.of(images).subList(begin, end)) {
          rows.append(new float[] {(float) image, (float) -image});
        }
      }
      parts.add(shard.resolve(SyntheticData.file(part)));
    }
  }
}

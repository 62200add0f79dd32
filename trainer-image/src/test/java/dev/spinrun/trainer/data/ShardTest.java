package dev.spinrun.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardTest {
  @ParameterizedTest(name = "{0} numbers in {1} shards")
  @CsvSource({"192, 2", "7, 3", "3, 8", "1, 1", "850000, 64"})
  void sharesCoverEveryNumberOnceAndDifferByAtMostOne(int size, int shards) {
    int next = 0;
    for (int s = 0; s < shards; s++) {
      Shard shard = Shard.of(size, s, shards);
      assertThat(shard.begin()).isEqualTo(next);
      assertThat(shard.size()).isBetween(size / shards, size / shards + 1);
      if (shard.size() > 0) {
        assertThat(Shard.holding(shard.begin(), size, shards)).isEqualTo(s);
        assertThat(Shard.holding(shard.end() - 1, size, shards)).isEqualTo(s);
      }
      next = shard.end();
    }
    assertThat(next).isEqualTo(size);
  }

  @Test
  void aShardBeyondTheLastIsRefused() {
    assertThatThrownBy(() -> Shard.of(10, 2, 2)).hasMessage("there is no shard 2 of 2");
  }
}

package dev.spinrun.trainer.stage.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A set divided: every example in one shard, no part in two, and never too many shards. */
class SetShardTest {
  private static final int PART = 1024;

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1024, 1",
    "1025, 1",
    "3000, 1",
    "262144, 1",
    "851293, 1",
    "851293, 18",
    "9000, 100"
  })
  void everyExampleLiesInOneShardAndEveryPartInOneShard(int size, int every) {
    BitSet examples = new BitSet();
    for (int i = size % every; i < size; i += every) {
      examples.set(i);
    }

    List<SetShard> shards = SetShard.of(examples, PART);

    int covered = 0;
    int behind = 0;
    for (int i = 0; i < shards.size(); i++) {
      SetShard shard = shards.get(i);
      assertThat(shard.number()).isEqualTo(i);
      assertThat(shard.begin()).isEqualTo(behind);
      assertThat(shard.begin() % PART).isZero();
      int held = examples.get(shard.begin(), shard.end()).cardinality();
      assertThat(held).isPositive();
      if (i < shards.size() - 1) {
        assertThat(held).isGreaterThanOrEqualTo(PART);
      }
      covered += held;
      behind = shard.end();
    }
    assertThat(covered).isEqualTo(examples.cardinality());
    assertThat(shards.size()).isBetween(1, 257);
  }

  @Test
  void aLargeSetIsDividedIntoAboutAsManyShardsAsThereMayBe() {
    BitSet all = new BitSet();
    all.set(0, 851_293);

    // 3,326 examples or more: four parts.
    assertThat(SetShard.of(all, PART)).hasSize(208).allMatch(s -> s.end() - s.begin() <= 4 * PART);
  }
}

package dev.spinrun.trainer.diffusion.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Philox against the vectors of the Random123 library (kat_vectors), and what streams promise. */
class RandomStreamTest {
  @Test
  void philoxGivesTheBitsOfItsAuthors() {
    assertThat(scrambled(0, 0, 0, 0, 0L))
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(scrambled(-1, -1, -1, -1, -1L))
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(scrambled(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0x299f31d0_a4093822L))
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  private static int[] scrambled(int a, int b, int c, int d, long key) {
    int[] words = {a, b, c, d};
    Philox.scramble(words, key);
    return words;
  }

  @Test
  void normalNumbersHaveMeanZeroAndVarianceOne() {
    float[] numbers = RandomStream.of(5, 1, 2).normals(100_000);
    double mean = 0;
    double square = 0;
    for (float number : numbers) {
      mean += number / (double) numbers.length;
      square += (double) number * number / numbers.length;
    }

    // Five standard deviations of the estimates.
    assertThat(mean).isCloseTo(0, Offset.offset(0.016));
    assertThat(square).isCloseTo(1, Offset.offset(0.023));
  }

  /** Math differs between machines, StrictMath does not. */
  @Test
  void normalNumbersAreThoseOfStrictMathToTheBit() {
    for (int path = 0; path < 32; path++) {
      RandomStream stream = RandomStream.of(5, path);
      float[] numbers = stream.normals(1 << 15);
      for (int i = 0; i < numbers.length; i += 2) {
        double uniform = stream.uniform(i);
        double angle = 2 * StrictMath.PI * stream.uniform(i + 1);
        double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform));
        if (numbers[i] != (float) (radius * StrictMath.cos(angle))
            || numbers[i + 1] != (float) (radius * StrictMath.sin(angle))) {
          throw new AssertionError("other numbers at %d of path %d".formatted(i, path));
        }
      }
    }
  }

  @Test
  void aNumberBetweenTwoFloatsIsNotSure() {
    double middle = 1 + 0x1p-24;

    assertThat(RandomStream.isSure(middle)).isFalse();
    assertThat(RandomStream.isSure(-Math.nextUp(middle))).isFalse();
    assertThat(RandomStream.isSure(middle + 0x1p-44)).isTrue();
    assertThat(RandomStream.isSure(1)).isTrue();
  }

  @Test
  void samePathGivesTheSameNumbersAndAnotherPathOthers() {
    float[] numbers = RandomStream.of(5, 1, 2).normals(8);

    assertThat(RandomStream.of(5, 1, 2).normals(8)).containsExactly(numbers);
    assertThat(RandomStream.of(5, 2, 1).normals(8)).isNotEqualTo(numbers);
    assertThat(RandomStream.of(6, 1, 2).normals(8)).isNotEqualTo(numbers);
    assertThat(RandomStream.of(5, 1).normals(8)).isNotEqualTo(numbers);
    assertThat(Arrays.copyOf(RandomStream.of(5, 1, 2).normals(100), 8)).containsExactly(numbers);
  }

  @Test
  void integersFillTheirRangeEvenly() {
    int[] counts = new int[10];
    for (int i = 0; i < 100_000; i++) {
      counts[RandomStream.of(1).below(10, i)]++;
    }

    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> Math.abs(count - 10_000) < 500);
  }
}

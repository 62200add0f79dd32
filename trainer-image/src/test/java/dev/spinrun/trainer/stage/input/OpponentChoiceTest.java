package dev.spinrun.trainer.stage.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.spinrun.contract.settings.Opponents;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpponentChoiceTest {
  private static final int EXAMPLES = 10_000;

  @ParameterizedTest
  @CsvSource({
    "LATEST, 1, 1",
    "LATEST, 4, 4",
    "LAST_TWO, 1, 1",
    "LAST_TWO, 4, 3",
    "RANDOM, 1, 1",
    "RANDOM, 4, 1"
  })
  void theOpponentsOfTheseIterationsHaveEqualShares(
      Opponents opponents, int iteration, int oldest) {
    OpponentChoice choice = new OpponentChoice(opponents, iteration, 42);

    Map<Integer, Long> shares =
        IntStream.range(0, EXAMPLES)
            .map(choice::forImage)
            .boxed()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(shares)
        .containsOnlyKeys(IntStream.rangeClosed(oldest, iteration).boxed().toList())
        .allSatisfy(
            (drawer, share) ->
                assertThat(share)
                    .isCloseTo(EXAMPLES / (iteration - oldest + 1), offset(EXAMPLES / 50L)));
  }

  @Test
  void anotherSeedChoosesOthers() {
    assertThat(choices(42)).isEqualTo(choices(42)).isNotEqualTo(choices(43));
  }

  private static int[] choices(int seed) {
    OpponentChoice choice = new OpponentChoice(Opponents.LAST_TWO, 4, seed);
    return IntStream.range(0, 100).map(choice::forImage).toArray();
  }
}

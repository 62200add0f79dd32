package dev.spinrun.trainer.stage.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.settings.Opponents;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectedImagesTest {
  @ParameterizedTest
  @CsvSource({
    "LATEST, 1, 1",
    "LATEST, 4, 4",
    "LAST_TWO, 1, 1",
    "LAST_TWO, 4, 3",
    "RANDOM, 1, 1",
    "RANDOM, 4, 1"
  })
  void theEarliestImagesAreThose(Opponents opponents, int iteration, int oldest) {
    assertThat(RejectedImages.oldest(opponents, iteration)).isEqualTo(oldest);
  }
}

package dev.spinrun.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.json.Decimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalBoundsTest {
  @ParameterizedTest
  @CsvSource(
      emptyValue = "",
      value = {
        "'', 0, '', '', 1e-9, true, above 0, double(self) > 0.0",
        "'', 0, '', '', 0, false, above 0, double(self) > 0.0",
        "0, '', '', 1, 0, true, at least 0 and below 1, double(self) < 1.0",
        "0, '', '', 1, 1, false, at least 0 and below 1, double(self) < 1.0",
        "1, '', 100, '', 100, true, in 1..100, double(self) >= 1.0 && double(self) <= 100.0",
        "1, '', 100, '', 100.5, false, in 1..100, double(self) >= 1.0 && double(self) <= 100.0",
        "'', '', '', '', -3, true, '', ''",
        "'', '', '', '', 1e999, false, '', ''",
        "'', '', '', '', NaN, false, '', ''"
      })
  void aBoundIsTheSameInJavaInCelAndInWords(
      String min,
      String above,
      String max,
      String below,
      String number,
      boolean allowed,
      String words,
      String rule) {
    DecimalBounds bounds = new DecimalBounds(min, above, max, below);

    assertThat(bounds.allow(new Decimal(number))).isEqualTo(allowed);
    assertThat(bounds.inWords()).isEqualTo(words);
    assertThat(bounds.rule()).isEqualTo(rule);
  }
}

package dev.spinrun.contract.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Decimal;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.settings.MixedPrecision;
import dev.spinrun.contract.settings.Train;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final Train DEFAULTS = Settings.of(Train.class, json("{}"));

  @Test
  void whatIsLeftOutHasItsDefault() {
    assertThat(DEFAULTS)
        .returns(500, Train::steps)
        .returns(new Decimal("0.00002"), Train::learningRate)
        .returns(MixedPrecision.AUTO, Train::mixedPrecision)
        .returns(false, Train::emaWarmup)
        .returns(null, Train::lora);
  }

  @Test
  void anOverrideReplacesItsFieldsAlone() {
    Train changed = Settings.with("train", DEFAULTS, json("{\"steps\": 7, \"beta\": \"5000\"}"));

    assertThat(changed)
        .isEqualTo(Settings.of(Train.class, json("{\"steps\": 7, \"beta\": \"5000\"}")))
        .isNotEqualTo(DEFAULTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"lora\": {}} | overrides cannot change train.lora: leave it out",
        "{\"stepz\": 7} | overrides cannot change train.stepz: leave it out",
        "{\"steps\": \"few\"} | the override of train is no valid Train: steps must be a whole number (was the text \"few\")"
      })
  void anOverrideThatDoesNotFitIsRefused(String override, String message) {
    assertThatThrownBy(() -> Settings.with("train", DEFAULTS, json(override)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Documents.value(text);
  }
}

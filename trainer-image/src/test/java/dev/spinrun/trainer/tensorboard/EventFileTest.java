package dev.spinrun.trainer.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.golden.Golden;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventFileTest {
  /** golden/events.json, by gen_events.py. */
  @Test
  void bytesAreThoseOfTensorBoard() {
    Map<String, Double> numbers =
        new TreeMap<>(Map.of("train/accuracy", 0.875, "train/loss", Math.log(2)));

    EventFile file = new EventFile(Instant.ofEpochMilli(1700000000250L), 21);
    file.add(Instant.ofEpochMilli(1700000001500L), 21, numbers);

    assertThat(HexFormat.of().formatHex(file.toBytes()))
        .isEqualTo(Golden.json("events.json").get("hex").asText());
  }
}

package dev.spinrun.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Metrics PAGE =
      Metrics.of(
          """
          # TYPE took_seconds histogram
          took_seconds_bucket{controller="a",le="0.01"} 50
          took_seconds_bucket{controller="a",le="0.1"} 90.0
          took_seconds_bucket{controller="a",le="+Inf"} 100
          took_seconds_count{controller="a"} 100
          took_seconds_count{controller="b"} 3
          """);

  @Test
  void samplesOfOneNameAreSummedOverTheirLabels() {
    assertThat(PAGE.sum("took_seconds_count", "")).isEqualTo(103);
    assertThat(PAGE.sum("took_seconds_count", "controller=\"b\"")).isEqualTo(3);
  }

  @Test
  void aQuantileLiesBetweenTheBoundsOfItsBucket() {
    assertThat(PAGE.quantile("took_seconds", 0.5)).isEqualTo(0.01);
    assertThat(PAGE.quantile("took_seconds", 0.7)).isBetween(0.054, 0.056);
    assertThat(PAGE.quantile("took_seconds", 0.99)).as("no upper bound").isEqualTo(0.1);
    assertThat(PAGE.quantile("absent", 0.5)).isNaN();
  }
}

package dev.spinrun.trainer.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** As torch's GradScaler does with its defaults. */
class LossScaleTest {
  @Test
  void overflowHalvesItAndTwoThousandCalmStepsDoubleIt() {
    LossScale scale = LossScale.first().shrunk();
    assertThat(scale.factor()).isEqualTo(32768);

    for (int i = 0; i < 1999; i++) {
      scale = scale.calm();
    }
    assertThat(scale.factor()).isEqualTo(32768);
    assertThat(scale.calm()).isEqualTo(new LossScale(65536, 0));
  }

  @Test
  void anOverflowInBetweenBeginsTheCountAnew() {
    assertThat(LossScale.first().calm().calm().shrunk()).isEqualTo(new LossScale(32768, 0));
  }

  @Test
  void withoutScalingAnOverflowIsADivergence() {
    assertThat(LossScale.NONE.mayShrink()).isFalse();
    assertThat(LossScale.NONE.calm()).isEqualTo(LossScale.NONE);
    LossScale scale = LossScale.first();
    for (int i = 0; i < 16; i++) {
      assertThat(scale.mayShrink()).isTrue();
      scale = scale.shrunk();
    }
    assertThat(scale.mayShrink()).isFalse();
  }
}

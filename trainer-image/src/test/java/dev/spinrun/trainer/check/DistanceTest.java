package dev.spinrun.trainer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DistanceTest {
  private static final Offset<Double> FP32 = Offset.offset(1e-6);

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  private Map<String, Tensor> results(float near, float far, float gradient) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    results.put("near", pair(near));
    results.put("far", pair(far));
    results.put("last", pair(4));
    results.put(NoisePass.GRADIENT + "w", pair(gradient));
    results.put(NoisePass.GRADIENT + "v", pair(4));
    return results;
  }

  /** Two numbers: 3 and another. */
  private Tensor pair(float other) {
    return scope.floats(new float[] {3, other}, Shape.of(2));
  }

  @Test
  void theFarthestBlockIsNamedAndGradientsAreTakenTogether() {
    Distance distance = Distance.between(results(4.5f, 5, 5), results(4, 4, 4));

    assertThat(distance.blocks()).isEqualTo(3);
    assertThat(distance.block()).isEqualTo("far");
    assertThat(distance.ofBlock()).isEqualTo(1 / 5.0, FP32);
    assertThat(distance.ofGradient()).isEqualTo(1 / Math.sqrt(50), FP32);
  }

  @Test
  void aBlockThatIsNoNumberIsTheFarthest() {
    Distance distance = Distance.between(results(Float.NaN, 5, 4), results(4, 4, 4));

    assertThat(distance.ofBlock()).isNaN();
    assertThat(distance.ofGradient()).isZero();
  }
}

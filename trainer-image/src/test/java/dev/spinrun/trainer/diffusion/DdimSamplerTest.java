package dev.spinrun.trainer.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DDIM against diffusers on a made-up model (golden/schedulers.json). */
class DdimSamplerTest {
  private static final JsonNode GOLDEN = Golden.json("schedulers.json");

  /** golden/schedulers.json: relative 1e-5 of values up to 10. */
  private static final double FP32 = 5e-5;

  private static final SchedulerConfig CONFIG =
      SchedulerConfig.load(Golden.path("tiny_pipeline/scheduler"));

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  record Case(String golden, SchedulerConfig config) {
    @Override
    public String toString() {
      return golden;
    }
  }

  static Stream<Case> traces() {
    return Stream.of(
        new Case("ddim10_eta0", CONFIG),
        new Case("ddim10_vpred_eta0", SamplerCases.velocity(CONFIG)),
        new Case("ddim10_clip_sample", SamplerCases.clipped(CONFIG)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traces")
  void everyStepLeadsWhereDiffusersGoes(Case expected) {
    JsonNode golden = GOLDEN.get(expected.golden());
    DdimSampler sampler = new DdimSampler(scope, new NoiseSchedule(expected.config()), 10);
    double[] timesteps = Golden.doubles(golden.get("timesteps"));
    double[] start = Golden.doubles(golden.get("trace").get(0));
    Tensor x = scope.floats(Golden.fill(Shape.of(4), j -> start[(int) j]), Shape.of(4));

    for (int i = 0; i < timesteps.length; i++) {
      assertThat(sampler.timesteps()[i]).isEqualTo((int) timesteps[i]);
      float[] now = x.toFloats();
      double bias = 0.1 * Math.cos(0.01 * timesteps[i]);
      Tensor predicted =
          scope.floats(Golden.fill(Shape.of(4), j -> 0.3 * now[(int) j] + bias), Shape.of(4));
      x = sampler.step(scope, i, x, predicted);
      assertThat(Golden.distance(x.toFloats(), Golden.doubles(golden.get("trace").get(i + 1))))
          .as("step %d", i)
          .isLessThan(FP32);
    }
  }

  @Test
  void moreStepsThanTimestepsAreRefused() {
    assertThatThrownBy(() -> new DdimSampler(scope, new NoiseSchedule(CONFIG), 1001))
        .hasMessageContaining("1 to 1000 steps (asked for 1001)");
  }
}

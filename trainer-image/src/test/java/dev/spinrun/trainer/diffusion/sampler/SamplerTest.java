package dev.spinrun.trainer.diffusion.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spinrun.contract.settings.Sampler;
import dev.spinrun.trainer.diffusion.random.PictureNoise;
import dev.spinrun.trainer.diffusion.schedule.NoiseLevels;
import dev.spinrun.trainer.diffusion.schedule.NoiseSchedule;
import dev.spinrun.trainer.diffusion.schedule.SamplerCases;
import dev.spinrun.trainer.diffusion.schedule.SchedulerConfig;
import dev.spinrun.trainer.golden.Golden;
import dev.spinrun.trainer.model.UnusableModelException;
import dev.spinrun.trainer.tensor.Scope;
import dev.spinrun.trainer.tensor.Shape;
import dev.spinrun.trainer.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All samplers against diffusers on a made-up model (golden/schedulers.json, samplers.json). */
public class SamplerTest {
  private static final JsonNode GOLDEN = Golden.json("schedulers.json");
  private static final Shape LATENT = Shape.of(1, 2, 2);
  private static final BatchNoise NOISE = new BatchNoise(List.of(new GoldenNoise()), LATENT);

  /** golden/schedulers.json: diffusers keeps alphaBar and sigmas in fp32. */
  private static final double RELATIVE = 1e-5;

  private static final double ABSOLUTE = 2e-6;

  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
  }

  record Case(
      String name, JsonNode golden, Sampler kind, int steps, double eta, SchedulerConfig config) {
    static Case of(String name, Sampler kind, int steps, double eta, SchedulerConfig config) {
      return new Case(name, GOLDEN.get(name), kind, steps, eta, config);
    }

    static Case of(String name, Sampler kind, SchedulerConfig config) {
      return of(name, kind, 10, 0, config);
    }

    /** A case that brings the file along that diffusers wrote for it. */
    static Case of(String name, JsonNode golden) {
      return new Case(
          name,
          golden,
          Sampler.valueOf(golden.get("sampler").asText()),
          golden.get("steps").asInt(),
          golden.get("eta").asDouble(),
          SamplerCases.parse(golden.get("scheduler_config").asText()));
    }

    DiffusionSampler sampler(Scope scope) {
      return SamplerTest.sampler(scope, config, kind, steps, eta);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> traces() {
    return Stream.concat(
        tracesOfTheTinyPipeline(),
        Golden.json("samplers.json").get("cases").properties().stream()
            .map(entry -> Case.of(entry.getKey(), entry.getValue())));
  }

  static Stream<Case> tracesOfTheTinyPipeline() {
    SchedulerConfig leading = SamplerCases.tiny();
    SchedulerConfig linspace = SamplerCases.tiny("timestep_spacing", "linspace");
    return Stream.of(
        Case.of("ddim10_eta0", Sampler.DDIM, leading),
        Case.of("ddim10_eta1", Sampler.DDIM, 10, 1, leading),
        Case.of(
            "ddim20_trailing_eta0",
            Sampler.DDIM,
            20,
            0,
            SamplerCases.tiny("timestep_spacing", "trailing")),
        Case.of("ddim10_vpred_eta0", Sampler.DDIM, SamplerCases.velocity()),
        Case.of("ddim10_clip_sample", Sampler.DDIM, SamplerCases.tiny("clip_sample", true)),
        Case.of("pndm10", Sampler.PNDM, leading),
        Case.of("euler10_leading_linear", Sampler.EULER, leading),
        Case.of("euler10_linspace", Sampler.EULER, linspace),
        Case.of("dpmpp2m10_leading", Sampler.DPM_SOLVER, leading),
        Case.of("dpmpp2m10_linspace", Sampler.DPM_SOLVER, linspace),
        Case.of(
            "dpmpp2m10_karras", Sampler.DPM_SOLVER, SamplerCases.tiny("use_karras_sigmas", true)));
  }

  @Test
  void everyTraceInTheFileIsFollowed() {
    List<String> inTheFile =
        GOLDEN.properties().stream()
            .filter(field -> field.getValue().has("trace"))
            .map(Map.Entry::getKey)
            .toList();

    assertThat(tracesOfTheTinyPipeline().map(Case::name))
        .containsExactlyInAnyOrderElementsOf(inTheFile);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traces")
  void everyStepLeadsWhereDiffusersGoes(Case expected) {
    JsonNode golden = expected.golden();
    DiffusionSampler sampler = expected.sampler(scope);
    float[] timesteps = sampler.timesteps();
    double start = sampler.initialScale();
    double[] x0 = Golden.doubles(GOLDEN.get("x0"));
    Trajectory at = Trajectory.at(latents(j -> start * x0[(int) j]));

    double[] theirs = Golden.doubles(golden.get("timesteps"));
    assertThat(Golden.toleranceUsed(timesteps, theirs, RELATIVE, ABSOLUTE)).isLessThan(1);
    assertThat(start / golden.get("init_noise_sigma").asDouble()).isBetween(1 - 1e-6, 1 + 1e-6);
    assertClose("start", at, golden.get("trace").get(0));
    for (int call = 0; call < timesteps.length; call++) {
      float[] x = at.latents().toFloats();
      double shown = sampler.inputScale(call);
      double bias = 0.1 * Math.cos(0.01 * timesteps[call]);
      Tensor predicted = latents(j -> 0.3 * shown * x[(int) j] + bias);
      Trajectory next = sampler.step(scope, call, at, predicted, NOISE);
      at.closeAllBut(next);
      at = next;
      assertClose("call " + call, at, golden.get("trace").get(call + 1));
    }
  }

  private static void assertClose(String when, Trajectory actual, JsonNode expected) {
    assertThat(
            Golden.toleranceUsed(
                actual.latents().toFloats(), Golden.doubles(expected), RELATIVE, ABSOLUTE))
        .as(when)
        .isLessThan(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tracesOfTheTinyPipeline")
  void noiseLevelsAreThoseOfDiffusers(Case expected) {
    JsonNode golden = expected.golden();
    NoiseSchedule schedule = new NoiseSchedule(expected.config());
    NoiseLevels levels =
        expected.config().karrasLevels()
            ? NoiseLevels.karras(schedule, expected.steps())
            : NoiseLevels.at(schedule, expected.sampler(scope).timesteps());

    if (golden.has("sigmas")) {
      double[] sigmas = Golden.doubles(golden.get("sigmas"));
      assertThat(Golden.toleranceUsed(levels.sigmas(), sigmas, RELATIVE, ABSOLUTE)).isLessThan(1);
    } else {
      assertThat(expected.kind()).isIn(Sampler.DDIM, Sampler.PNDM);
    }
  }

  /** Computed in fp64: x' = a x + b e. Fewer digits: abar is fp32 here. */
  @ParameterizedTest(name = "from timestep {0}")
  @MethodSource("factors")
  void updateOfDdimHasTheFactorsOfItsFormula(int timestep, double ofLatents, double ofNoise) {
    DiffusionSampler sampler = sampler(scope, SamplerCases.tiny(), Sampler.DDIM, 50, 0);
    int call = 49 - (timestep - 1) / 20;
    assertThat(sampler.timesteps()[call]).isEqualTo(timestep);

    Tensor one = latents(j -> 1);
    Tensor zero = latents(j -> 0);
    Trajectory latentsAlone = sampler.step(scope, call, Trajectory.at(one), zero, NOISE);
    Trajectory noiseAlone = sampler.step(scope, call, Trajectory.at(zero), one, NOISE);

    assertThat(Golden.distance(latentsAlone.latents().toFloats(), fourTimes(ofLatents)))
        .isLessThan(5e-6);
    assertThat(Golden.distance(noiseAlone.latents().toFloats(), fourTimes(ofNoise)))
        .isLessThan(5e-6);
  }

  static Stream<Arguments> factors() {
    return Stream.of(
        Arguments.of(981, 1.1228517009624683, -0.12325200628536326),
        Arguments.of(501, 1.0484563315326079, -0.057441992356364824),
        Arguments.of(1, 1.000427623464135, -0.012142090164663218));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void moreStepsThanTimestepsAreRefused(Sampler kind) {
    assertThatThrownBy(() -> sampler(scope, SamplerCases.tiny(), kind, 1001, 0))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("1 to 1000 steps (asked for 1001)");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void oneStepIsEnough(Sampler kind) {
    DiffusionSampler sampler = sampler(scope, SamplerCases.tiny(), kind, 1, 0);

    assertThat(sampler.timesteps()).hasSize(1);
    Trajectory end = sampler.step(scope, 0, Trajectory.at(latents(j -> j)), latents(j -> 1), NOISE);
    for (float element : end.latents().toFloats()) {
      assertThat(element).isFinite();
    }
  }

  @Test
  void equalNoiseLevelsAreRefused() {
    assertThatThrownBy(() -> sampler(scope, SamplerCases.tiny(), Sampler.DPM_SOLVER, 1000, 0))
        .isInstanceOf(UnusableModelException.class)
        .hasMessageContaining("too short for 1000 falling levels of DpmSolver")
        .hasMessageContaining("Lower generate.steps");
  }

  @Test
  void fileOfAnotherSchedulerLeavesTheSpacingToEachSampler() {
    SchedulerConfig unsaid = SamplerCases.tiny("timestep_spacing", null);

    assertThat(sampler(scope, unsaid, Sampler.PNDM, 2, 0).timesteps()).containsExactly(501, 1, 1);
    assertThat(sampler(scope, unsaid, Sampler.EULER, 3, 0).timesteps())
        .containsExactly(999, 499.5f, 0);
  }

  public static DiffusionSampler sampler(
      Scope scope, SchedulerConfig config, Sampler kind, int steps, double eta) {
    return DiffusionSampler.of(
        scope, new NoiseSchedule(config), new SamplingSettings(kind, steps, eta, 1, 1));
  }

  private Tensor latents(DoubleUnaryOperator element) {
    Shape batch = Shape.of(1, 1, 2, 2);
    return scope.floats(Golden.fill(batch, element), batch);
  }

  private static double[] fourTimes(double value) {
    return new double[] {value, value, value, value};
  }

  /** The noise that the traces were made with. */
  private record GoldenNoise() implements PictureNoise {
    @Override
    public float[] initial(Shape shape) {
      throw new AssertionError("the traces begin with x0");
    }

    @Override
    public float[] ofStep(int step, Shape shape) {
      return Golden.fill(shape, j -> Math.sin(1.3 * j + 0.7 * step + 0.2));
    }
  }
}

package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.plan.Stage;
import dev.spinrun.operator.plan.decision.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuTimeTest {
  private static Scene onGpus(Scene scene) {
    return scene.spec("{limits: {memory: 4Gi}}", "{limits: {nvidia.com/gpu: 2}}");
  }

  @Test
  void aStageThatIsDoneWasOfUse() {
    Plan plan =
        onGpus(Scene.in(1, Stage.TRAIN).complete().candidate())
            .pod(PodStates.ranFor(Scene.NOW.minusSeconds(100), Scene.NOW.minusSeconds(40)))
            .plan();
    assertThat(plan.status().totals().gpuSecondsUseful()).isEqualTo(120);
    assertThat(plan.status().totals().gpuSecondsLost()).isZero();
    assertThat(plan.status().current().gpuSeconds()).isEqualTo(120);
  }

  @Test
  void aFailedAttemptWasLost() {
    Plan plan =
        onGpus(Scene.in(1, Stage.TRAIN).failed())
            .pod(PodStates.ranFor(Scene.NOW.minusSeconds(100), Scene.NOW.minusSeconds(40)))
            .plan();
    assertThat(plan.status().totals().gpuSecondsLost()).isEqualTo(120);
  }

  @ParameterizedTest
  @CsvSource({
    "nvidia.com/gpu, 120",
    "nvidia.com/gpu.shared, 120",
    "nvidia.com/mig-1g.10gb, 120",
    "amd.com/gpu, 120",
    "gpu.intel.com/xe, 120",
    "k8s.amazonaws.com/vgpu, 120",
    "nvidia.com/gpumem, 0",
    "aliyun.com/gpu-mem, 0",
    "gpu.intel.com/millicores, 0"
  })
  void resourcesThatAreGpusCount(String resource, long seconds) {
    Plan plan =
        Scene.in(1, Stage.TRAIN)
            .complete()
            .candidate()
            .spec("{limits: {memory: 4Gi}}", "{limits: {memory: 4Gi, " + resource + ": 2}}")
            .pod(PodStates.ranFor(Scene.NOW.minusSeconds(100), Scene.NOW.minusSeconds(40)))
            .plan();
    assertThat(plan.status().totals().gpuSecondsUseful()).isEqualTo(seconds);
  }

  @Test
  void withoutGpusThereIsNothingToCount() {
    Plan plan =
        Scene.in(1, Stage.TRAIN)
            .complete()
            .candidate()
            .pod(PodStates.ranFor(Scene.NOW.minusSeconds(100), Scene.NOW.minusSeconds(40)))
            .plan();
    assertThat(plan.status().totals().gpuSecondsUseful()).isZero();
  }
}

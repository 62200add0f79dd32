package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.runstore.plan.Stage;
import org.junit.jupiter.api.Test;

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
    assertThat(plan.status().gpuSeconds()).isEqualTo(120);
  }

  @Test
  void aFailedAttemptWasLost() {
    Plan plan =
        onGpus(Scene.in(1, Stage.TRAIN).failed())
            .pod(PodStates.ranFor(Scene.NOW.minusSeconds(100), Scene.NOW.minusSeconds(40)))
            .plan();
    assertThat(plan.status().totals().gpuSecondsLost()).isEqualTo(120);
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

package dev.spinrun.e2e.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.LoneClusterTest;
import dev.spinrun.e2e.cluster.OnCluster.World;
import dev.spinrun.e2e.cluster.Operators;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@LoneClusterTest
class KilledOperatorTest {
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  @Test
  void anOperatorKilledBetweenTheEndOfTheJobAndPromotionPromotesOnce(World world) {
    try (LiveRun run =
        world.run(
            "orphaned",
            spec -> {
              LiveRun.drawLittle(spec);
              // Time enough to take the operator away before they are drawn.
              spec.withObject("/evaluate").put("imagesPerPrompt", 2);
              spec.put("iterations", 1);
              spec.withObject("/train").put("steps", 20);
            })) {
      Awaitility.await("evaluation of iteration 1 begins")
          .atMost(PATIENCE)
          .until(() -> run.jobs().stream().anyMatch(KilledOperatorTest::evaluatesIteration1));
      Operators.kill(world.cluster().client());
      Awaitility.await("evaluation ends without an operator")
          .atMost(PATIENCE)
          .until(
              () ->
                  run.jobs().stream()
                      .filter(KilledOperatorTest::evaluatesIteration1)
                      .anyMatch(job -> job.getStatus().getCompletionTime() != null));
      assertThat(run.results().isPromoted(1)).isFalse();
      Operators.bringBack(world.cluster().client());

      SpinRunStatus status = run.awaitEnd();

      assertThat(status.phase()).as("%s", status).isEqualTo(Phase.SUCCEEDED);
      assertThat(status.iterations()).filteredOn(i -> i.number() == 1).hasSize(1);
      assertThat(run.results().manifest(1).files()).isNotEmpty();
    }
  }

  private static boolean evaluatesIteration1(Job job) {
    return job.getMetadata().getName().contains("-i1-evaluate-");
  }
}

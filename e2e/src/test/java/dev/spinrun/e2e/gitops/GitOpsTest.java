package dev.spinrun.e2e.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ClusterTest;
import dev.spinrun.e2e.cluster.Environment;
import dev.spinrun.e2e.cluster.Kubectl;
import dev.spinrun.e2e.cluster.Kubectl.Result;
import dev.spinrun.e2e.cluster.LiveRun;
import dev.spinrun.e2e.cluster.OnCluster.World;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ClusterTest
class GitOpsTest {
  private static final int MINUTES = 20;

  /** More of them keep the operator at work for longer. */
  private static final int ITERATIONS = Integer.getInteger("gitops.iterations", 1);

  @Test
  void theCrdAppliesPlainlyAndAppliesAgainWithoutAChange(World world) throws IOException {
    Kubectl kubectl = new Kubectl(world.cluster());
    String crd = Files.readString(Environment.inRepository("crds/spinruns.spinrun.dev-v1.yml"));

    assertThat(kubectl.run(crd, "apply", "-f", "-")).returns(0, Result::code);
    assertThat(kubectl.run(crd, "apply", "-f", "-").output()).contains("unchanged");
    assertThat(kubectl.run(crd, "diff", "-f", "-")).isEqualTo(new Result(0, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper-schedule", "hub-lora"})
  void examplesForGpusAreAccepted(String name, World world) throws IOException {
    String example =
        Files.readString(Environment.inRepository("examples/" + name + "/spinrun.yaml"));

    Result result =
        new Kubectl(world.cluster())
            .run(
                example,
                "apply",
                "--dry-run=server",
                "-n",
                world.quickstart().namespace(),
                "-f",
                "-");

    assertThat(result.code()).as(result.output()).isZero();
  }

  @Test
  void aRunThatTheOperatorHasTakenToItsEndStillEqualsItsManifest(World world) {
    Kubectl kubectl = new Kubectl(world.cluster());
    SpinRun run = world.quickstart().manifest();
    run.getMetadata().setName("gitops");
    String manifest =
        LiveRun.manifest(
                world.cluster().client(),
                world.quickstart(),
                run.getMetadata().getName(),
                spec -> {
                  LiveRun.drawLittle(spec);
                  spec.put("iterations", ITERATIONS);
                  spec.withObject("/train").put("steps", 20);
                })
            .toString();

    assertThat(kubectl.run(manifest, "apply", "-f", "-")).returns(0, Result::code);
    SpinRun ended =
        world
            .cluster()
            .client()
            .resource(run)
            .waitUntilCondition(
                r -> r != null && r.getStatus() != null && r.getStatus().phase().isEnd(),
                MINUTES,
                TimeUnit.MINUTES);

    assertThat(ended.getStatus().phase()).isEqualTo(Phase.SUCCEEDED);
    assertThat(ended.getStatus().observedGeneration())
        .isEqualTo(ended.getMetadata().getGeneration());
    assertThat(kubectl.run(manifest, "diff", "-f", "-")).isEqualTo(new Result(0, ""));
    assertThat(kubectl.run(manifest, "apply", "-f", "-").output()).contains("gitops unchanged");
    world.cluster().client().resource(run).delete();
  }
}

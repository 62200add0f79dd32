package dev.spinrun.e2e.demo;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.Cluster;
import dev.spinrun.e2e.cluster.Installation;
import dev.spinrun.e2e.cluster.Quickstart;
import dev.spinrun.e2e.cluster.RunResults;
import dev.spinrun.e2e.cluster.Settings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs the quickstart on a cluster, shows it as kubectl does, and prints what came of it. */
public final class Demo {
  private static final String NAMESPACE = "quickstart";
  private static final int MINUTES = 30;

  private final PrintStream out;

  private Demo(PrintStream out) {
    this.out = out;
  }

  /** Ends with 0 if the run succeeded, whatever its scores. */
  public static void main(String[] arguments) throws Exception {
    System.exit(new Demo(System.out).run() ? 0 : 1);
  }

  private boolean run() throws IOException {
    List<String> images =
        List.of(Settings.operatorImage(), Settings.trainerImage(), Settings.minioImage());
    try (Cluster cluster = Cluster.open(images)) {
      Installation.apply(cluster.client());
      try (Quickstart quickstart = Quickstart.install(cluster.client(), NAMESPACE)) {
        out.println("== kubectl apply -f examples/quickstart/spinrun.yaml");
        Instant start = Instant.now();
        SpinRun applied = cluster.client().resource(quickstart.manifest()).serverSideApply();
        SpinRun finished = watch(cluster, applied);
        out.printf(
            "== %d s from apply to end%n", Duration.between(start, Instant.now()).toSeconds());
        return report(quickstart, finished);
      }
    }
  }

  private SpinRun watch(Cluster cluster, SpinRun run) throws IOException {
    List<String> command = new ArrayList<>(cluster.kubectl());
    command.addAll(List.of("--namespace", NAMESPACE, "get", "spinruns", "--watch"));
    out.println("== kubectl get spinruns --watch");
    Process kubectl =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      return await(cluster.client(), run);
    } finally {
      kubectl.destroy();
    }
  }

  private static SpinRun await(KubernetesClient client, SpinRun run) {
    return client
        .resource(run)
        .waitUntilCondition(
            r -> r != null && r.getStatus() != null && r.getStatus().phase().isEnd(),
            MINUTES,
            TimeUnit.MINUTES);
  }

  private boolean report(Quickstart quickstart, SpinRun run) throws IOException {
    SpinRunStatus status = run.getStatus();
    if (status.phase() != Phase.SUCCEEDED) {
      out.printf("== the run ended in phase %s: %s%n", status.phase(), status.message());
      return false;
    }
    RunResults results = quickstart.results(run);
    int last = run.getSpec().iterations();
    Path folder = Files.createDirectories(Settings.inRepository("e2e/target/demo"));
    for (int k = 0; k <= last; k++) {
      results.downloadVerified(k, folder.resolve("opponent-" + k));
    }
    out.printf(
        "== opponents 0 to %d are in the bucket; every file has the digest of its manifest%n",
        last);
    ScoreTable table =
        new ScoreTable(IntStream.rangeClosed(0, last).mapToObj(results::score).toList());
    out.println();
    out.println(table.text());
    List<String> shortcomings = table.shortcomings();
    out.println(
        shortcomings.isEmpty()
            ? "Each iteration beats the one before it."
            : "Not as measured before: " + String.join("; ", shortcomings) + ".");
    for (int k = 0; k <= last; k++) {
      out.println("gallery of iteration " + k + ": " + quickstart.gallery(results, k, folder));
    }
    return true;
  }
}

package dev.spinrun.e2e.demo;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.Cluster;
import dev.spinrun.e2e.cluster.Environment;
import dev.spinrun.e2e.cluster.Installation;
import dev.spinrun.e2e.cluster.Processes;
import dev.spinrun.e2e.cluster.Quickstart;
import dev.spinrun.e2e.cluster.RunResults;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs the quickstart on a cluster, shows it as kubectl does, and leaves a report of it. */
public final class Demo {
  private static final String NAMESPACE = "quickstart";
  private static final String NAME = "quickstart";
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
        List.of(Environment.operatorImage(), Environment.trainerImage(), Environment.minioImage());
    try (Cluster cluster = Cluster.open(images)) {
      Installation.apply(cluster.client());
      try (Quickstart quickstart = Quickstart.install(cluster.client(), NAMESPACE)) {
        Report report =
            new Report(Environment.inRepository("e2e/target/demo"), "The quickstart of SpinRun");
        SpinRun manifest = quickstart.manifest();
        report.add(
            "spinrun.yaml",
            cluster.client().getKubernetesSerialization().asYaml(manifest),
            "the manifest that was applied");
        out.println("== kubectl apply -f examples/quickstart/spinrun.yaml");
        Instant start = Instant.now();
        SpinRun applied = cluster.client().resource(manifest).serverSideApply();
        SpinRun finished = watch(cluster, applied);
        out.printf(
            "== %d s from apply to end%n", Duration.between(start, Instant.now()).toSeconds());
        tell(cluster, report);
        boolean succeeded = results(quickstart, finished, report);
        out.println("== report: " + report.folder().resolve(Report.INDEX));
        return succeeded;
      }
    }
  }

  private static List<String> kubectl(Cluster cluster, String... arguments) {
    List<String> command = new ArrayList<>(cluster.kubectl());
    command.addAll(List.of("--namespace", NAMESPACE));
    command.addAll(List.of(arguments));
    return command;
  }

  private SpinRun watch(Cluster cluster, SpinRun run) throws IOException {
    out.println("== kubectl get spinruns --watch");
    Process kubectl =
        new ProcessBuilder(kubectl(cluster, "get", "spinruns", "--watch"))
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

  private static void tell(Cluster cluster, Report report) throws IOException {
    report.add(
        "finished.yaml",
        Processes.run(kubectl(cluster, "get", "spinrun", NAME, "-o", "yaml")),
        "the run after its end, as `kubectl get -o yaml` prints it");
    report.add(
        "events.txt",
        Processes.run(kubectl(cluster, "events", "--for", "spinrun/" + NAME)),
        "what happened, in order, as `kubectl events` prints it");
  }

  private boolean results(Quickstart quickstart, SpinRun run, Report report) throws IOException {
    SpinRunStatus status = run.getStatus();
    if (status.phase() != Phase.SUCCEEDED) {
      out.printf("== the run ended in phase %s: %s%n", status.phase(), status.message());
      return false;
    }
    RunResults results = quickstart.results(run);
    int last = run.getSpec().iterations();
    for (int k = 0; k <= last; k++) {
      results.downloadVerified(k, report.folder().resolve("opponent-" + k));
    }
    out.printf(
        "== opponents 0 to %d are in the bucket; every file has the digest of its manifest%n",
        last);
    ScoreTable table =
        new ScoreTable(IntStream.rangeClosed(0, last).mapToObj(results::score).toList());
    out.println();
    out.println(table.text());
    report.add("scores.txt", table.text(), "scores of the base model and of each iteration");
    List<String> shortcomings = table.shortcomings();
    out.println(
        shortcomings.isEmpty()
            ? "Each iteration beats the one before it."
            : "Not as measured before: " + String.join("; ", shortcomings) + ".");
    for (int k = 0; k <= last; k++) {
      String gallery = quickstart.gallery(results, k, report.folder()).getFileName().toString();
      report.mention(gallery, "pictures up to iteration %d, by the same prompts".formatted(k));
      report.mention("opponent-" + k, "checkpoint of iteration %d, verified".formatted(k));
    }
    return true;
  }
}

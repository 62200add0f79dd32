package dev.spinrun.e2e.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.runstore.credentials.Credentials;
import dev.spinrun.runstore.network.StoreSettings;
import dev.spinrun.runstore.open.ObjectStores;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives an operator a number of runs at once and measures until the last one has succeeded. Prints
 * one line of JSON.
 *
 * <p>Arguments: number of runs; URL of the operator; URL of the store; then name=pid of each
 * process.
 */
public final class OperatorBench {
  private static final Credentials CREDENTIALS =
      new Credentials("bench-user", "bench-secret", null);
  private static final String REGION = "us-east-1";
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofHours(3);
  private static final String RECONCILES = "spinrun_reconcile_seconds";

  private final int runs;
  private final String operator;
  private final String store;
  private final Map<String, Long> processes = new LinkedHashMap<>();

  private OperatorBench(List<String> arguments) {
    runs = Integer.parseInt(arguments.get(0));
    operator = arguments.get(1);
    store = arguments.get(2);
    for (String process : arguments.subList(3, arguments.size())) {
      String[] parts = process.split("=", 2);
      processes.put(parts[0], Long.parseLong(parts[1]));
    }
    processes.put("stand-in", ProcessHandle.current().pid());
  }

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    Measurement measurement = new OperatorBench(List.of(arguments)).measure();
    System.out.println(new ObjectMapper().writeValueAsString(measurement));
    System.exit(0);
  }

  private Measurement measure() throws Exception {
    makeBucket();
    try (KubernetesClient client = new KubernetesClientBuilder().build();
        ObjectStores stores = new ObjectStores(StoreSettings.patient(store, REGION, CREDENTIALS));
        StandIn standIn = new StandIn(client, stores.at(BenchRuns.STORAGE))) {
      BenchRuns bench = new BenchRuns(client, store, CREDENTIALS);
      bench.prepare();
      Readings before = read(client, standIn);
      Instant start = Instant.now();
      bench.create(runs);
      awaitSuccess();
      double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
      Readings after = read(client, standIn);
      return measurement(seconds, before, after);
    }
  }

  private void makeBucket() throws Exception {
    try (MinioClient client =
        MinioClient.builder()
            .endpoint(store)
            .credentials(CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())
            .build()) {
      client.makeBucket(MakeBucketArgs.builder().bucket(BenchRuns.BUCKET).build());
    }
  }

  /** The operator's own gauge costs it less than a client that reads or watches all runs. */
  private void awaitSuccess() throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    Instant told = Instant.now();
    while (true) {
      Metrics metrics = Metrics.at(operator + "/q/metrics");
      double succeeded = metrics.sum("spinrun_runs", "phase=\"succeeded\"");
      double failed = metrics.sum("spinrun_runs", "phase=\"failed\"");
      if (succeeded >= runs) {
        return;
      }
      if (failed > 0 || Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "%.0f of %d runs succeeded, %.0f failed".formatted(succeeded, runs, failed));
      }
      if (told.plusSeconds(30).isBefore(Instant.now())) {
        told = Instant.now();
        System.err.printf("%.0f of %d succeeded%n", succeeded, runs);
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  /** All counters at one moment. */
  private record Readings(
      Metrics operator, double api, double store, long standIn, Map<String, ProcessUse> use) {}

  private Readings read(KubernetesClient client, StandIn standIn) {
    Map<String, ProcessUse> use = new LinkedHashMap<>();
    processes.forEach((name, pid) -> use.put(name, ProcessUse.of(pid)));
    return new Readings(
        Metrics.at(operator + "/q/metrics"),
        Metrics.of(client.raw("/metrics"))
            .sum(
                "apiserver_flowcontrol_dispatched_requests_total",
                "flow_schema=\"spinrun-operator\""),
        Metrics.at(store + "/minio/v2/metrics/cluster").sum("minio_s3_requests_total", ""),
        standIn.storeCalls(),
        use);
  }

  private Measurement measurement(double seconds, Readings before, Readings after) {
    Map<String, Double> millis = new LinkedHashMap<>();
    for (int percent : List.of(50, 95, 99)) {
      millis.put("p" + percent, after.operator.quantile(RECONCILES, percent / 100.0) * 1000);
    }
    Map<String, Double> cpu = new LinkedHashMap<>();
    after.use.forEach(
        (name, use) -> cpu.put(name, use.cpuSeconds() - before.use.get(name).cpuSeconds()));
    return new Measurement(
        runs,
        seconds,
        millis,
        after.operator.sum(RECONCILES + "_count", "")
            - before.operator.sum(RECONCILES + "_count", ""),
        after.api - before.api,
        after.store - before.store - (after.standIn - before.standIn),
        after.operator.sum("spinrun_failures_total", ""),
        after.use.get("operator").peakMiB(),
        cpu);
  }
}

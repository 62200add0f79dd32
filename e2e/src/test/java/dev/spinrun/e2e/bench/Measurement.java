package dev.spinrun.e2e.bench;

import java.util.Map;

/**
 * What one size came to.
 *
 * @param seconds from the first SpinRun's creation to the last one's success
 * @param reconcileMillis quantile, for example {@code p50}, to milliseconds
 * @param reconciles of the operator
 * @param apiRequests of the operator, without watches that go on
 * @param storeRequests of the operator
 * @param failures counted by the operator: each is a retry that should not have been
 * @param operatorMiB its largest resident set
 * @param cpuSeconds of each process
 */
record Measurement(
    int runs,
    double seconds,
    Map<String, Double> reconcileMillis,
    double reconciles,
    double apiRequests,
    double storeRequests,
    double failures,
    long operatorMiB,
    Map<String, Double> cpuSeconds) {
  double runsPerMinute() {
    return runs / seconds * 60;
  }

  double perRun(double count) {
    return count / runs;
  }

  double operatorCpu() {
    return cpuSeconds.get("operator");
  }
}

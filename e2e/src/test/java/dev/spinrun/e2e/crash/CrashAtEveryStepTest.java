package dev.spinrun.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultTest;
import dev.spinrun.e2e.edge.RecordingGate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One run for each effect of a whole run, twice: the operator is stopped before and after it. */
@FaultTest
class CrashAtEveryStepTest {
  /** Most of a run is waiting: for the Job controller, for polls. */
  private static final int AT_ONCE = Integer.getInteger("spinrun.crash.parallel", 16);

  @TestFactory
  Stream<DynamicTest> anOperatorStoppedAtAnyPointChangesNothing(ControlPlane plane) {
    Instant start = Instant.now();
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    List<DynamicTest> tests = new ArrayList<>();
    List<Future<Boolean>> runs = new ArrayList<>();
    Set<String> tried = new HashSet<>();
    for (Scenario scenario : Scenario.values()) {
      RecordingGate recorder = new RecordingGate();
      String name = scenario.name().toLowerCase(Locale.ROOT).replace('_', '-');
      Course undisturbed = Course.undisturbed(plane, name, scenario, recorder);
      for (String effect : recorder.effects()) {
        // What the scenarios have in common is tried once.
        if (tried.add(effect)) {
          for (CrashPoint.Moment moment : CrashPoint.Moment.values()) {
            CrashPoint point = new CrashPoint(effect, moment);
            String namespace = "crash-" + tests.size();
            Future<Boolean> reached =
                pool.submit(
                    () ->
                        new CrashedRun(plane, scenario, point, undisturbed)
                            .reachesTheSameEnd(namespace));
            runs.add(reached);
            tests.add(
                DynamicTest.dynamicTest(
                    name + ": " + point,
                    () -> Assumptions.assumeTrue(reached.get(), "never reached")));
          }
        }
      }
    }
    System.out.printf("%d effects, %d crash points%n", tried.size(), tests.size());
    pool.shutdown();
    return Stream.concat(
        tests.stream(),
        Stream.of(
            DynamicTest.dynamicTest(
                "all points were tried, and nearly all were reached",
                () -> {
                  assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
                  List<String> unreached =
                      IntStream.range(0, runs.size())
                          .filter(i -> !isReached(runs.get(i)))
                          .mapToObj(i -> tests.get(i).getDisplayName())
                          .toList();
                  // An effect may depend on who is faster, but not many do.
                  assertThat(unreached).hasSizeLessThan(runs.size() / 50);
                  System.out.printf("%s%n", Duration.between(start, Instant.now()));
                })));
  }

  /** A run that failed has reached its point; it is a test of its own that tells. */
  private static boolean isReached(Future<Boolean> run) {
    try {
      return run.get();
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

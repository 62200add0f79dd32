package dev.spinrun.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.OnControlPlane;
import dev.spinrun.e2e.edge.RecordingGate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** One run for each effect of a whole run, twice: the operator is stopped before and after it. */
@Tag("faults")
@ExtendWith(OnControlPlane.class)
class CrashAtEveryStepTest {
  /** Most of a run is waiting: for the Job controller, for polls. */
  private static final int AT_ONCE = Integer.getInteger("spinrun.crash.parallel", 16);

  @TestFactory
  Stream<DynamicTest> anOperatorStoppedAtAnyPointChangesNothing(ControlPlane plane) {
    RecordingGate recorder = new RecordingGate();
    Course undisturbed = Course.undisturbed(plane, "undisturbed", recorder);
    List<CrashPoint> points =
        recorder.effects().stream()
            .flatMap(e -> Stream.of(CrashPoint.Moment.values()).map(m -> new CrashPoint(e, m)))
            .toList();
    System.out.printf("%d effects, %d crash points%n", recorder.effects().size(), points.size());
    Instant start = Instant.now();
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    List<DynamicTest> tests = new ArrayList<>();
    for (CrashPoint point : points) {
      String namespace = "crash-" + tests.size();
      Future<Boolean> reached =
          pool.submit(() -> new CrashedRun(plane, point, undisturbed).reachesTheSameEnd(namespace));
      tests.add(
          DynamicTest.dynamicTest(
              point.toString(), () -> Assumptions.assumeTrue(reached.get(), "never reached")));
    }
    pool.shutdown();
    return Stream.concat(
        tests.stream(),
        Stream.of(
            DynamicTest.dynamicTest(
                "all points were tried",
                () -> {
                  assertThat(pool.isTerminated()).isTrue();
                  System.out.printf("%s%n", Duration.between(start, Instant.now()));
                })));
  }
}

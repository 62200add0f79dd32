package dev.spinrun.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.Outcome;
import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.Failures.Failure;
import dev.spinrun.crds.status.IterationResult;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.Score;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A status is read by every watcher at every change: it must not grow with the run. */
class StatusSizeTest {
  private static final int LIMIT = 16 * 1024;
  private static final int SCORERS = 4;

  @Test
  void aHundredIterationsWithAllTheirTroublesFitIn16KB() throws JsonProcessingException {
    SpinRunStatus status = SpinRunStatus.initial();
    for (int iteration = 1; iteration < 100; iteration++) {
      status = promoted(iteration, status);
    }
    int quiet = size(status);

    SpinRunStatus troubled =
        status
            .withIterations(status.iterations().stream().map(StatusSizeTest::wide).toList())
            .withDecisions(Collections.nCopies(10, decision()))
            .withFailures(status.failures().plus(failure()))
            .withMessage("m".repeat(1024));

    assertThat(status.iterations()).extracting(IterationResult::number).endsWith(98, 99);
    assertThat(size(promoted(100, status))).as("does not grow").isLessThan(quiet + 100);
    assertThat(size(troubled)).isLessThan(LIMIT);
  }

  private static SpinRunStatus promoted(int iteration, SpinRunStatus before) {
    return Scene.in(iteration, Stage.PROMOTE)
        .spec("iterations: 2", "iterations: 100")
        .status(s -> s.withIterations(before.iterations()).withConditions(before.conditions()))
        .promoted(Scene.DIGEST)
        .outcome(Outcome.Result.PROMOTED)
        .plan()
        .status();
  }

  /** With as many scorers as there are. */
  private static IterationResult wide(IterationResult r) {
    List<Score> scores = new ArrayList<>(Collections.nCopies(SCORERS, r.scores().get(0)));
    return new IterationResult(
        r.number(),
        r.outcome(),
        r.opponentDigest(),
        r.candidateDigest(),
        r.winRate(),
        scores,
        "+0.00123",
        999_999_999,
        999_999_999,
        r.startedAt(),
        r.finishedAt(),
        r.attempts(),
        r.gpuSeconds());
  }

  private static ManualDecision decision() {
    return new ManualDecision(
        "promote",
        "v".repeat(64),
        ManualDecision.Answer.REFUSED,
        "w".repeat(140),
        99,
        "m".repeat(64),
        Scene.NOW);
  }

  private static Failure failure() {
    return new Failure(FailureClass.APPLICATION, "f".repeat(2048), Scene.NOW);
  }

  private static int size(SpinRunStatus status) throws JsonProcessingException {
    return Serialization.jsonMapper()
        .writeValueAsString(status)
        .getBytes(StandardCharsets.UTF_8)
        .length;
  }
}

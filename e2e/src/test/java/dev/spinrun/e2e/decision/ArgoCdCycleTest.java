package dev.spinrun.e2e.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.crds.SpinRunStatus;
import dev.spinrun.crds.status.ManualDecision;
import dev.spinrun.crds.status.ManualDecision.Answer;
import dev.spinrun.crds.status.Phase;
import dev.spinrun.e2e.cluster.ControlPlane;
import dev.spinrun.e2e.cluster.FaultTest;
import dev.spinrun.e2e.cluster.PlayedRun;
import dev.spinrun.e2e.edge.EffectGate;
import dev.spinrun.e2e.edge.OperatorProcess;
import dev.spinrun.e2e.edge.WatchFlow;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clicks in Argo CD's user interface, in every order of two: none sticks, none acts twice. Its
 * server is one field manager for all, and a second one changes something else after each click.
 */
@FaultTest
class ArgoCdCycleTest {
  private static final List<String> ACTIONS =
      List.of("promote", "reject", "retry", "suspend", "resume");

  private static final Duration REACTION = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** At once: before the operator has reacted. Else the second click comes after its answer. */
  static Stream<Arguments> orders() {
    return ACTIONS.stream()
        .flatMap(
            first ->
                ACTIONS.stream()
                    .flatMap(
                        second ->
                            Stream.of(true, false)
                                .map(atOnce -> Arguments.of(first, second, atOnce))));
  }

  @ParameterizedTest(name = "{0}, then {1}, at once: {2}")
  @MethodSource("orders")
  void noOrderSticksAndNoneActsTwice(
      String first, String second, boolean atOnce, ControlPlane plane) throws Exception {
    PlayedRun run = plane.run("argo-%s-%s%s".formatted(first, second, atOnce ? "-at-once" : ""));
    try (OperatorProcess operator =
        new OperatorProcess(plane.api(), run.namespace(), EffectGate.OPEN, WatchFlow.PROMPT)) {
      run.create(
          manifest -> {
            manifest.withObject("/spec").put("iterations", 1);
            manifest.withObject("/spec/promotion").put("policy", "Manual");
          });
      run.await("a candidate", s -> s.phase() == Phase.AWAITING_PROMOTION);
      click(run, first);
      if (!atOnce) {
        Thread.sleep(REACTION.toMillis());
      }
      click(run, second);

      SpinRunStatus end = clickUntilItIsPromoted(run);
      List<ManualDecision> acted =
          end.decisions().stream().filter(d -> d.answer() == Answer.ACCEPTED).toList();
      assertThat(acted)
          .as("%s", end.decisions())
          .extracting(d -> d.action() + "=" + d.value())
          .doesNotHaveDuplicates();
      assertThat(acted.stream().filter(d -> d.action().equals("reject")).count())
          .isLessThanOrEqualTo(Stream.of(first, second).filter("reject"::equals).count());
      assertThat(acted).extracting(ManualDecision::by).containsOnly(ArgoCdServer.FIELD_MANAGER);
      assertThat(run.results().isPromoted(1)).isTrue();
    }
  }

  private static void click(PlayedRun run, String action) {
    run.patch(ArgoCdServer.FIELD_MANAGER, ArgoCdServer.patch(action, run.json()));
    String note = "{\"metadata\": {\"annotations\": {\"note\": \"%s\"}}}".formatted(action);
    run.patch(ArgoCdServer.FIELD_MANAGER, note);
    run.patch("kubectl-annotate", note.replace("note", "other-note"));
  }

  /** What somebody clicks who wants the run to end well. */
  private static SpinRunStatus clickUntilItIsPromoted(PlayedRun run) {
    Awaitility.await("the end of " + run.namespace())
        .atMost(PATIENCE)
        .pollInterval(REACTION)
        .until(
            () -> {
              SpinRunStatus status = run.now().getStatus();
              if (run.now().getSpec().suspend()) {
                click(run, "resume");
              } else if (status.phase() == Phase.AWAITING_PROMOTION) {
                click(run, "promote");
              } else if (status.phase() == Phase.FAILED) {
                click(run, "retry");
              }
              return status.phase() == Phase.SUCCEEDED;
            });
    return run.now().getStatus();
  }
}

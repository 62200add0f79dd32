package dev.spinrun.contract.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.plan.Predecessor;
import dev.spinrun.contract.plan.Reading;
import dev.spinrun.contract.plan.Revision;
import dev.spinrun.contract.plan.Run;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.record.EvaluationSummary.Comparison;
import dev.spinrun.contract.schema.Settings;
import dev.spinrun.contract.settings.Data;
import dev.spinrun.contract.settings.Divergence;
import dev.spinrun.contract.settings.Evaluate;
import dev.spinrun.contract.settings.Generate;
import dev.spinrun.contract.settings.IterationOverride;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Prepare;
import dev.spinrun.contract.settings.Promotion;
import dev.spinrun.contract.settings.Promotion.OnRejected;
import dev.spinrun.contract.settings.Storage;
import dev.spinrun.contract.settings.Train;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A whole run with nothing that carries it out: no cluster, no store, no clock. */
@NullUnmarked
class LifeOfARunTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Run RUN = new Run("ml", "castle", "1b2c");
  private static final BaseModel MODEL = new BaseModel("s3://models/sd15", null);
  private static final Comparison LOST = new Comparison(8, 0.3, 0.2, 0.4, -0.4, -0.7, -0.1);

  private final List<String> told = new ArrayList<>();
  private IterationPlan frozen;

  /** Iteration 1 diverges once, and iteration 2 is rejected once. */
  @Test
  void everyMoveOfARunWithADivergenceAndARejection() {
    PlanFactory plans = new PlanFactory(RUN, settings(Method.SPIN, 2), MODEL);
    Predecessor base = null;
    Predecessor opponent = null;
    for (int iteration = 0; iteration <= 2; iteration++) {
      List<Stage> sequence = Stage.sequence(Method.SPIN, iteration);
      IterationInProgress current = IterationInProgress.NOT_BEGUN.started(NOW);
      frozen = plans.plan(iteration, current.planRevision(), opponent, base);
      current = current.enters(sequence.get(0), NOW);
      boolean promoted = false;
      while (!promoted) {
        assertThat(current.attempt()).as("attempts end").isLessThan(10);
        tell(iteration, current);
        if (current.stage() != Stage.PROMOTE) {
          current =
              iteration == 1 && current.attempt() == 2
                  ? amended(current.tryingAgain(), c -> c.afterDivergence(divergence()))
                  : current.following(sequence, NOW);
          continue;
        }
        boolean lost = iteration == 2 && current.rejections() == 0;
        Ruling ruling = ruling(iteration, lost ? LOST : JudgementTest.AGAINST_OPPONENT);
        told.add(ruling.kind() + ": " + ruling.because());
        promoted = ruling.kind() == Ruling.Kind.PROMOTE;
        if (!promoted) {
          assertThat(gate().afterRejection(current.rejections())).isEqualTo(OnRejected.RETRY);
          current = amended(current.makingAgain(sequence, NOW), IterationInProgress::rejected);
        }
      }
      opponent = new Predecessor(iteration, "candidate/" + iteration, "sha256:c", "evaluation");
      base = base == null ? opponent : base;
    }

    assertThat(told)
        .containsExactly(
            "0 PREPARE attempt 1, candidate 1, seed 42, learning rate 1e-5",
            "0 EVALUATE attempt 2, candidate 1, seed 42, learning rate 1e-5",
            "0 PROMOTE attempt 3, candidate 1, seed 42, learning rate 1e-5",
            "PROMOTE: policy Always",
            "1 GENERATE attempt 1, candidate 0, seed 42, learning rate 1e-5",
            "1 TRAIN attempt 2, candidate 2, seed 42, learning rate 1e-5",
            "1 TRAIN attempt 3, candidate 3, seed 43, learning rate 0.000005",
            "1 EVALUATE attempt 4, candidate 3, seed 43, learning rate 0.000005",
            "1 PROMOTE attempt 5, candidate 3, seed 43, learning rate 0.000005",
            "PROMOTE: policy Gate",
            "2 GENERATE attempt 1, candidate 0, seed 7, learning rate 1e-5",
            "2 TRAIN attempt 2, candidate 2, seed 7, learning rate 1e-5",
            "2 EVALUATE attempt 3, candidate 2, seed 7, learning rate 1e-5",
            "2 PROMOTE attempt 4, candidate 2, seed 7, learning rate 1e-5",
            "REJECT: The gate rejects it: win rate over the opponent is 0.3000, at least 0.5 is"
                + " required",
            "2 TRAIN attempt 5, candidate 5, seed 8, learning rate 0.00001",
            "2 EVALUATE attempt 6, candidate 5, seed 8, learning rate 0.00001",
            "2 PROMOTE attempt 7, candidate 5, seed 8, learning rate 0.00001",
            "PROMOTE: policy Gate");
  }

  @Test
  void aMistakeInALaterIterationIsToldBeforeTheFirst() {
    RunSettings settings = settings(Method.DPO, 1);
    IterationOverride bad = new IterationOverride(1, null, object("{'opponents': 'LastTwo'}"));
    PlanFactory plans = new PlanFactory(RUN, with(settings, bad), MODEL);

    assertThatThrownBy(
            () -> plans.plan(0, IterationInProgress.NOT_BEGUN.planRevision(), null, null))
        .hasMessage("iteration 1: the plan has 1 problem: train.opponents is of method Spin only");
  }

  /** Few iterations read what was not foreseen; such a one encodes it first. */
  @Test
  void anIterationThatPreparesGoesOnAsIfItBeganThen() {
    List<Stage> sequence = Stage.sequence(Method.SPIN, 1);
    IterationInProgress preparing = IterationInProgress.NOT_BEGUN.enters(Stage.PREPARE, NOW);

    assertThat(preparing.candidateAttemptIn(Stage.PREPARE, sequence)).isZero();
    IterationInProgress next = preparing.following(sequence, NOW);
    assertThat(next.stage()).isEqualTo(Stage.GENERATE);
    assertThat(next.attempt()).isEqualTo(2);
    assertThat(next.candidateAttempt()).isNull();
  }

  @Test
  void theFirstPlanKnowsWhatTheOthersWillRead() {
    PlanFactory plans = new PlanFactory(RUN, settings(Method.SPIN, 2), MODEL);
    IterationPlan first = plans.plan(0, Revision.FIRST, null, null);
    Predecessor base = new Predecessor(0, "candidate/0", "sha256:c", "evaluation");
    List<Reading> later =
        IntStream.of(1, 2)
            .mapToObj(k -> plans.plan(k, Revision.FIRST, base, base).reading())
            .toList();

    assertThat(first.readingsToPrepare()).isEqualTo(later);
    assertThat(later).extracting(Reading::seed).containsExactly(42, 7);
    IterationPlan second = plans.plan(2, Revision.FIRST, base, base);
    assertThat(second.readingsToPrepare()).containsExactly(second.reading());
  }

  @Test
  void anIterationThatStartsOverHasAPlanOfItsOwn() {
    IterationInProgress over =
        IterationInProgress.NOT_BEGUN.enters(Stage.TRAIN, NOW).withNewSeed().startingOver();

    assertThat(over.stage()).isNull();
    assertThat(over.attempt()).isEqualTo(2);
    assertThat(over.planRevision().number()).isEqualTo(2);
    assertThat(over.planRevision().amends()).isEqualTo(2);
  }

  @Test
  void peopleDecideBeforeTheGateDoesButNotOnTheBaseModel() {
    Optional<Ruling> no = Optional.of(Ruling.reject("It was rejected by kim"));

    assertThat(Ruling.on(gate(), 1, no, null, Map.of())).isEqualTo(no.get());
    assertThat(Ruling.on(gate(), 0, no, null, Map.of()).kind()).isEqualTo(Ruling.Kind.PROMOTE);
    assertThat(Ruling.on(gate(), 1, Optional.empty(), null, Map.of()).kind())
        .isEqualTo(Ruling.Kind.AWAIT);
  }

  private void tell(int iteration, IterationInProgress current) {
    Train train = frozen.train();
    told.add(
        "%d %s attempt %d, candidate %d, seed %d, learning rate %s"
            .formatted(
                iteration,
                current.stage(),
                current.attempt(),
                current.candidateAttemptIn(current.stage(), Stage.sequence(Method.SPIN, iteration)),
                train.seed(),
                train.learningRate()));
  }

  private IterationInProgress amended(
      IterationInProgress current, UnaryOperator<IterationInProgress> change) {
    IterationInProgress then = change.apply(current);
    frozen = PlanFactory.amended(frozen, then.amendment(), then.planRevision());
    return then;
  }

  private static Ruling ruling(int iteration, Comparison againstOpponent) {
    return Ruling.on(
        gate(),
        iteration,
        Optional.empty(),
        JudgementTest.evaluation(againstOpponent, againstOpponent),
        Map.of());
  }

  private static RunSettings settings(Method method, int iterations) {
    return new RunSettings(
        method,
        iterations,
        Settings.of(Storage.class, object("{'uri': 's3://runs'}")),
        Settings.of(Data.class, object("{'uri': 's3://data'}")),
        Settings.of(Prepare.class, object("{}")),
        Settings.of(Generate.class, object("{}")),
        Settings.of(Train.class, object("{'learningRate': '1e-5', 'seed': 42}")),
        Settings.of(
            Evaluate.class,
            object("{'prompts': 's3://p', 'scorers': [{'name': 'ClipScore', 'uri': 's3://c'}]}")),
        gate(),
        List.of(new IterationOverride(2, null, object("{'seed': 7}"))),
        2);
  }

  private static RunSettings with(RunSettings s, IterationOverride override) {
    return new RunSettings(
        s.method(),
        s.iterations(),
        s.storage(),
        s.data(),
        s.prepare(),
        s.generate(),
        s.train(),
        s.evaluate(),
        s.promotion(),
        List.of(override),
        s.checkpointsKept());
  }

  private static Promotion gate() {
    return Settings.of(
        Promotion.class,
        object("{'policy': 'Gate', 'gate': {'minimumWinRate': '0.5'}, 'onRejected': 'Retry'}"));
  }

  private static Divergence divergence() {
    return Settings.of(Divergence.class, object("{'retries': 1}"));
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) Documents.value(json.replace('\'', '"'));
  }
}

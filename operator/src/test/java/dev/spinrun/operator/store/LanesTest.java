package dev.spinrun.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.operator.store.Lanes.Endpoint;
import dev.spinrun.operator.store.Lanes.Health;
import dev.spinrun.operator.store.Lanes.Lane;
import dev.spinrun.operator.store.Lanes.Round;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose round is next; a round ends when the test says so. */
class LanesTest {
  private final List<Runnable> going = new ArrayList<>();
  private final List<String> begun = new ArrayList<>();
  private final Lanes lanes = new Lanes(4, going::add);
  private Health health = Health.WELL;

  private Lane lane(String endpoint) {
    return lanes.join(new Endpoint(endpoint, null));
  }

  private Round round(String name) {
    return () -> {
      begun.add(name);
      return health;
    };
  }

  private void enter(Lane lane, String name, int rounds) {
    for (int number = 0; number < rounds; number++) {
      lane.enter(round(name), false);
    }
  }

  /** Ends the rounds that are going now. */
  private void end(Health answer) {
    health = answer;
    List<Runnable> now = List.copyOf(going);
    going.clear();
    now.forEach(Runnable::run);
  }

  @Test
  void anEndpointIsGivenOneRoundUntilItHasAnsweredWell() {
    enter(lane("a"), "a", 10);
    assertThat(going).hasSize(1);
    end(Health.WELL);
    assertThat(going).hasSize(4);
    end(Health.ILL);
    assertThat(going).hasSize(1);
    end(Health.ILL);
    assertThat(going).hasSize(1);
    end(Health.UNKNOWN);
    assertThat(going).hasSize(1);
    end(Health.WELL);
    assertThat(begun).hasSize(8);
    assertThat(going).hasSize(2);
  }

  @Test
  void manyDeadEndpointsLeaveThreadsForOneThatAnswers() {
    Lane good = lane("good");
    enter(good, "good", 1);
    end(Health.WELL);
    for (int number = 0; number < 100; number++) {
      enter(lane("dead" + number), "dead", 10);
    }
    assertThat(going).hasSize(24);
    enter(good, "good", 10);
    assertThat(going).hasSize(28);
    assertThat(good.isFree()).isFalse();
  }

  @Test
  void waitingEndpointsHaveTheirTurnsHoweverManyRoundsTheyAskFor() {
    for (int number = 0; number < 24; number++) {
      enter(lane("dead" + number), "dead" + number, 5);
    }
    Lane late = lane("late");
    enter(late, "late", 5);
    assertThat(late.isFree()).isFalse();
    end(Health.ILL);
    assertThat(begun).hasSize(24);
    end(Health.ILL);
    assertThat(begun).hasSize(48).doesNotContain("late");
    end(Health.ILL);
    assertThat(begun).contains("late");
  }

  @Test
  void whatSomebodyWaitsForGoesFirstAndOnce() {
    Lane lane = lane("a");
    Round wanted = round("wanted");
    enter(lane, "first", 1);
    enter(lane, "routine", 2);
    lane.enter(wanted, false);
    lane.enter(wanted, true);
    lane.enter(wanted, false);
    end(Health.ILL);
    end(Health.ILL);
    assertThat(begun).containsExactly("first", "wanted");
    end(Health.ILL);
    end(Health.ILL);
    end(Health.ILL);
    assertThat(begun).containsExactly("first", "wanted", "routine", "routine");
  }

  @Test
  void aRunThatIsForgottenWaitsNoMore() {
    Lane lane = lane("a");
    Round gone = round("gone");
    enter(lane, "first", 1);
    lane.enter(gone, true);
    lane.part(gone);
    end(Health.WELL);
    assertThat(begun).containsExactly("first");
    assertThat(going).isEmpty();
    assertThat(lane("a").isFree()).isTrue();
  }

  @Test
  void aRoundThatThrowsLeavesItsLane() {
    Lane lane = lane("a");
    lane.enter(
        () -> {
          throw new IllegalStateException("bug");
        },
        true);
    enter(lane, "next", 1);
    try {
      end(Health.WELL);
    } catch (IllegalStateException e) {
      // As a thread of the pool would end.
    }
    end(Health.WELL);
    assertThat(begun).containsExactly("next");
  }
}

package dev.spinrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import org.junit.jupiter.api.Test;

class WatchFiltersTest {
  @Test
  void aStatusAloneIsNoNews() {
    SpinRun now = SpinRuns.of(SpinRuns.SMALL);
    now.setStatus(SpinRunStatus.initial().withIteration(1));

    assertThat(WatchFilters.isNews(now, SpinRuns.of(SpinRuns.SMALL))).isFalse();
  }

  /** As a list after an interrupted watch shows it: nothing but the uid differs. */
  @Test
  void anotherRunOfTheSameNameIsNews() {
    SpinRun now = SpinRuns.of(SpinRuns.SMALL);
    now.getMetadata().setUid("another");

    assertThat(WatchFilters.isNews(now, SpinRuns.of(SpinRuns.SMALL))).isTrue();
  }
}

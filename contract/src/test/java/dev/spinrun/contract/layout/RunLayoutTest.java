package dev.spinrun.contract.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunLayoutTest {
  private final RunLayout layout = new RunLayout("ml", "castle", "uid-1");

  @Test
  void keysAreThoseOfTheContract() {
    assertThat(layout.runJson()).isEqualTo("ml/castle/uid-1/run.json");
    assertThat(layout.plan(2, 0)).isEqualTo("ml/castle/uid-1/iterations/0002/plan.json");
    assertThat(layout.synthetic(2, 0, 7).manifest())
        .endsWith("iterations/0002/synthetic/shard-00007.json");
    assertThat(layout.plan(2, 1)).endsWith("iterations/0002/plan-r1.json");
    assertThat(layout.synthetic(2, 1, 7).manifest())
        .endsWith("iterations/0002/synthetic-r1/shard-00007.json");
    assertThat(layout.checkpoint(2, 1, 200)).endsWith("iterations/0002/train/1/step-000200");
    assertThat(layout.candidate(2, 3)).endsWith("iterations/0002/candidate/3");
    assertThat(layout.evaluationSummary(2, 3))
        .endsWith("iterations/0002/evaluation/3/summary.json");
    assertThat(layout.opponent(2)).isEqualTo("ml/castle/uid-1/opponents/0002.json");
    assertThat(new PreparedLayout("sha256:" + "a".repeat(64)).set("all").manifest())
        .isEqualTo("prepared/" + "a".repeat(64) + "/all/manifest.json");
    assertThat(layout.preparedReference(2, 1)).endsWith("iterations/0002/prepared-r1.json");
    assertThat(layout.preparedReference(0, 1)).isEqualTo(layout.preparedReference(0, 0));
  }

  @Test
  void everyKeyOfARunLiesBelowItsUidAndNoTwoAreEqual() {
    Set<String> keys =
        Stream.of(
                layout.runJson(),
                layout.plan(1, 0),
                layout.plan(2, 0),
                layout.plan(2, 1),
                layout.preparedReference(0, 0),
                layout.preparedReference(1, 0),
                layout.preparedReference(1, 1),
                layout.synthetic(1, 0, 0).manifest(),
                layout.synthetic(1, 1, 0).manifest(),
                layout.synthetic(1, 0, 0).data("pod-a"),
                layout.synthetic(1, 0, 0).data("pod-b"),
                layout.latestCheckpoint(1, 1),
                layout.checkpoint(1, 1, 20),
                layout.candidate(1, 1),
                layout.evaluation(1, 1, 0).manifest(),
                layout.evaluation(1, 1, 0).data("pod-a"),
                layout.evaluationSummary(1, 1),
                layout.gallery(1, 1),
                layout.progress(1, "train", 0),
                layout.events(1, 1),
                layout.outcome(1),
                layout.opponent(1))
            .collect(Collectors.toSet());

    assertThat(keys).hasSize(22).allMatch(key -> key.startsWith("ml/castle/uid-1/"));
  }

  @Test
  void anotherUidOfTheSameNameSharesNoKey() {
    assertThat(new RunLayout("ml", "castle", "uid-2").opponent(0)).isNotEqualTo(layout.opponent(0));
  }

  @Test
  void aNameWithASlashCannotReachAnotherRun() {
    assertThatThrownBy(() -> new RunLayout("ml", "../other", "uid"))
        .hasMessage("name must be one path segment (was '../other')");
    assertThatThrownBy(() -> layout.synthetic(1, 0, 0).data(".."))
        .hasMessageContaining("writer must be");
    assertThatThrownBy(() -> layout.candidate(1, 0))
        .hasMessage("attempt must be at least 1 (was 0)");
  }
}

package dev.spinrun.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spinrun.crds.SpinRun;
import dev.spinrun.operator.SpinRuns;
import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewerVersionsTest {
  private static final class SpinRunList extends DefaultKubernetesResourceList<SpinRun> {
    private static final long serialVersionUID = 1L;
  }

  private final KubernetesSerialization serialization = serialization();

  private static KubernetesSerialization serialization() {
    ObjectMapper mapper = new ObjectMapper();
    NewerVersions.tolerate(mapper);
    return new KubernetesSerialization(mapper, false);
  }

  @Test
  void aFieldThatIsNotKnownIsPassedOver() {
    SpinRun run = read(SpinRuns.SMALL.replace("spec:\n", "spec:\n  futureOption: on\n"));
    assertThat(NewerVersions.notUnderstood(run)).isEmpty();
    assertThat(run.getSpec().iterations()).isEqualTo(2);
  }

  @Test
  void anObjectWithAValueThatIsNotKnownIsNothingButItsName() {
    SpinRun run = read(withMethod("Future"));
    assertThat(run.getSpec()).isNull();
    assertThat(run.getStatus()).isNull();
    assertThat(run.getMetadata().getName()).isEqualTo("castle");
    assertThat(NewerVersions.notUnderstood(run))
        .hasValueSatisfying(
            sentence ->
                assertThat(sentence)
                    .startsWith("spec.method has a value that this version")
                    .contains("\"Future\""));
  }

  @Test
  void theSameHoldsForAStatus() {
    SpinRun run = read(SpinRuns.SMALL + "\nstatus: {phase: Dreaming}\n");
    assertThat(run.getSpec()).isNull();
    assertThat(NewerVersions.notUnderstood(run).orElseThrow()).startsWith("status.phase ");
  }

  @Test
  void oneSuchObjectDoesNotSpoilAList() {
    List<SpinRun> runs =
        serialization
            .unmarshal(
                "items: [%s, %s]".formatted(flow(withMethod("Future")), flow(SpinRuns.SMALL)),
                SpinRunList.class)
            .getItems();
    assertThat(runs)
        .extracting(r -> NewerVersions.notUnderstood(r).isEmpty())
        .containsExactly(false, true);
  }

  private SpinRun read(String yaml) {
    return serialization.unmarshal(yaml, SpinRun.class);
  }

  private static String withMethod(String method) {
    return SpinRuns.SMALL.replace("spec:\n", "spec:\n  method: %s\n".formatted(method));
  }

  /** As JSON, which is YAML that fits on one line. */
  private String flow(String yaml) {
    return serialization.asJson(serialization.unmarshal(yaml, Object.class));
  }
}

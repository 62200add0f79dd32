package dev.spinrun.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.crds.SpinRun;
import dev.spinrun.crds.SpinRunStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheapCopiesTest {
  @Test
  void aCopyIsEqualAndItsMetadataIsItsOwn() {
    SpinRun run = new SpinRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName("castle")
            .withResourceVersion("7")
            .withAnnotations(Map.of("spinrun.dev/retry", "1"))
            .withFinalizers("a/b")
            .build());
    run.setStatus(SpinRunStatus.initial());

    SpinRun copy = CheapCopies.copy(run);
    assertThat(copy).usingRecursiveComparison().isEqualTo(run);
    assertThat(copy.getStatus()).isSameAs(run.getStatus());

    copy.getMetadata().setResourceVersion("8");
    copy.getMetadata().getAnnotations().clear();
    copy.getMetadata().getFinalizers().clear();
    assertThat(run.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(run.getMetadata().getAnnotations()).hasSize(1);
    assertThat(run.getMetadata().getFinalizers()).hasSize(1);
  }
}

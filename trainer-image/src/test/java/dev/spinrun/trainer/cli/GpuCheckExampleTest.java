package dev.spinrun.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class GpuCheckExampleTest {
  private final JsonNode pod;

  GpuCheckExampleTest() throws IOException {
    Path manifest = Path.of("..", "examples", "gpu-check", "job.yaml");
    pod = new YAMLMapper().readTree(manifest.toFile()).at("/spec/template/spec");
  }

  @Test
  void itsArgumentsAreThoseOfTheCommand() {
    String[] arguments =
        StreamSupport.stream(pod.at("/containers/0/args").spliterator(), false)
            .map(JsonNode::asText)
            .toArray(String[]::new);

    assertThat(new SpinTrainer(Map.of()).line().parseArgs(arguments).subcommand().commandSpec())
        .returns("check", spec -> spec.name());
  }

  /** The restricted Pod Security Standard, and no right to ask the API server. */
  @Test
  void itRunsWhereOnlyRestrictedPodsMayAndAsksForOneGpu() {
    assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    JsonNode container = pod.at("/containers/0");
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(container.at("/resources/limits/nvidia.com~1gpu").asInt()).isEqualTo(1);
  }
}

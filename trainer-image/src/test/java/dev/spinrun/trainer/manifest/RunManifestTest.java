package dev.spinrun.trainer.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.plan.IterationPlan;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.contract.settings.Sampler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunManifestTest {
  private static final String SMALLEST =
      """
      kind: SpinRun
      metadata: {name: castle}
      spec:
        storage: {uri: "s3://b/runs"}
        model: {uri: "s3://b/model"}
        data: {uri: "s3://b/data", resolution: 512}
        evaluate:
          prompts: s3://b/prompts.jsonl
          scorers: [{name: ClipScore, uri: "s3://b/clip"}]
      """;

  private static List<IterationPlan> plans(String yaml) {
    return RunManifest.read(yaml.getBytes(StandardCharsets.UTF_8), "run.yaml").plans();
  }

  @Test
  void whatIsLeftOutHasTheDefaultOfTheCrd() {
    List<IterationPlan> plans = plans(SMALLEST);

    assertThat(plans).extracting(IterationPlan::iteration).containsExactly(0, 1, 2, 3);
    IterationPlan first = plans.get(1);
    assertThat(first.method()).isEqualTo(Method.SPIN);
    assertThat(first.run().namespace()).isEqualTo("default");
    assertThat(first.generate().sampler()).isEqualTo(Sampler.DDIM);
    assertThat(first.generate().guidanceScale().text()).isEqualTo("7.5");
    assertThat(first.train().steps()).isEqualTo(500);
    assertThat(first.evaluate().imagesPerPrompt()).isEqualTo(1);
    assertThat(first.checkpointsKept()).isEqualTo(2);
  }

  @Test
  void whatIsWrongIsToldAllAtOnce() {
    assertThatThrownBy(() -> plans(SMALLEST + "  train: {steps: 0, beta: \"-1\"}\n"))
        .hasMessageContaining("train.steps must be in 1..1000000 (was 0)")
        .hasMessageContaining("train.beta must be");
    assertThatThrownBy(() -> plans("kind: SpinRun\nspec: {iterations: 1}\n"))
        .hasMessageContaining("run.yaml is no valid RunSettings")
        .hasMessageContaining("storage is missing")
        .hasMessageContaining("data is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "paper-schedule", "hub-lora"})
  void theExamplesCanBeRead(String name) throws IOException {
    Path manifest = Path.of("..", "examples", name, "spinrun.yaml");

    assertThat(RunManifest.read(Files.readAllBytes(manifest), name).plans()).isNotEmpty();
  }
}

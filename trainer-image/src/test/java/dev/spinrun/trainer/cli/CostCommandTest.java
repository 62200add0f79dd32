package dev.spinrun.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.cost.Sd15;
import dev.spinrun.trainer.stage.LocalRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostCommandTest {
  @TempDir Path folder;
  private int resolution = 512;
  private int code;

  private String costOfPlan(String... more) throws IOException {
    LocalRun run = new LocalRun(folder, Method.SPIN, LocalRun.quickstartTraining(50, 0));
    ObjectNode json = Documents.tree(run.context(1, 0).plan());
    json.withObject("/data").put("resolution", resolution);
    Path plan = Files.writeString(folder.resolve("plan.json"), json.toString());
    return cost(
        Stream.concat(Stream.of("--plan", plan.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private String cost(String... more) throws IOException {
    StringWriter out = new StringWriter();
    String[] arguments =
        Stream.concat(Stream.of("cost", "--model", model()), Stream.of(more))
            .toArray(String[]::new);
    code =
        TrainerCommand.line(new SpinTrainer(Map.of()), Map.of())
            .setOut(new PrintWriter(out))
            .setExecutionExceptionHandler(
                (thrown, command, parsed) -> {
                  out.append(thrown.getMessage());
                  return 2;
                })
            .execute(arguments);
    return out.toString();
  }

  private String model() throws IOException {
    return Sd15.in(folder.resolve("model")).toString();
  }

  @Test
  void aTableSaysWhatAnIterationDoes() throws IOException {
    assertThat(costOfPlan("--examples", "192", "--prompts", "24", "--teraflops", "3"))
        .startsWith(
            """
                stage            images          TFLOP  GB stored         time
              0 prepare             192            214        4.3   0 h 01 min
              0 evaluate             48            892        0.0   0 h 05 min
                all                              1,107        4.3   0 h 06 min
            A forward pass takes""");
  }

  @Test
  void aManifestIsAllItsIterations() throws IOException {
    String paper = Path.of("..", "examples", "paper-schedule", "spinrun.yaml").toString();

    assertThat(cost("-f", paper, "--examples", "851293", "--prompts", "500"))
        .isEqualToIgnoringNewLines(
            """
                stage            images          TFLOP  GB stored
              0 prepare          47,654         53,213        7.4
              0 evaluate            500         41,428        0.0
              1 generate          3,200        268,710        0.2
              1 train             6,400         20,606       14.6
              1 evaluate            500         41,428        0.0
              2 generate         32,000      2,687,098        2.1
              2 train            64,000        206,064       14.6
              2 evaluate            500         41,428        0.0
              3 generate         12,800      1,074,839        0.8
              3 train            25,600         82,425       14.6
              3 evaluate            500         41,428        0.0
                all                          4,558,666       54.3
            A forward pass takes, in TFLOP: UNet 0.803, VAE encoder 1.117, VAE decoder 2.515, text encoder 0.0133.
            Not counted: scorers, retries, and images that examples of one caption share.
            """);
  }

  @Test
  void whatIsWrongWithAManifestIsToldInOneSentence() throws IOException {
    Path manifest = Files.writeString(folder.resolve("run.yaml"), "kind: Pod\nspec: {}");

    assertThat(cost("-f", manifest.toString(), "--examples", "1", "--prompts", "1"))
        .isEqualTo(manifest + " is no manifest of a SpinRun: kind SpinRun with a spec is due.");
  }

  @Test
  void aResolutionThatTheModelDoesNotTakeIsRefused() throws IOException {
    resolution = 264;

    assertThat(costOfPlan("--examples", "192", "--prompts", "24"))
        .startsWith(
            "The model in " + folder.resolve("model") + " takes no pictures of 264 pixels:");
    assertThat(code).isEqualTo(2);
  }

  @Test
  void programsGetTheSameInJson() throws IOException {
    JsonNode json = Documents.value(costOfPlan("--examples", "192", "--prompts", "24", "--json"));

    assertThat(json.at("/stages/0/stage").asText()).isEqualTo("Prepare");
    assertThat(json.at("/stages/0/count").asInt()).isEqualTo(192);
    assertThat(json.at("/model/unet").asDouble()).isPositive();
    assertThat(json.has("teraflops")).isFalse();
  }
}

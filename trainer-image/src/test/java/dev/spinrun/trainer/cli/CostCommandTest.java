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
            .setCaseInsensitiveEnumValuesAllowed(true)
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
                stage            images          TFLOP  GB stored   GB moved  GB memory         time
              0 prepare             192            214        4.3        8.5        4.3   0 h 01 min
              0 evaluate             48            892        0.0        8.5       13.0   0 h 05 min
                all                              1,107        4.3       17.1       13.0   0 h 06 min
            A forward pass takes""");
  }

  @Test
  void aManifestIsAllItsIterations() throws IOException {
    String paper = Path.of("..", "examples", "paper-schedule", "spinrun.yaml").toString();

    assertThat(cost("-f", paper, "--examples", "851293", "--prompts", "500"))
        .isEqualToIgnoringNewLines(
            """
                stage            images          TFLOP  GB stored   GB moved  GB memory
              0 prepare          47,654         53,213        7.4       14.0        4.3
              0 evaluate            500         41,428        0.0        4.3       10.8
              1 generate          3,200        268,710        0.2       34.3       10.8
              1 train             6,400         20,606        4.3        8.9       43.2
              1 evaluate            500         41,428        0.0        4.3       10.8
              2 generate         32,000      2,687,098        2.1       36.2       10.8
              2 train            64,000        206,064       14.6      105.6       43.2
              2 evaluate            500         41,428        0.0        4.3       10.8
              3 generate         12,800      1,074,839        0.8       35.0       10.8
              3 train            25,600         82,425       14.6       41.2       43.2
              3 evaluate            500         41,428        0.0        4.3       10.8
                all                          4,558,666       44.0      292.2       43.2
            A forward pass takes, in TFLOP: UNet 0.803, VAE encoder 1.117, VAE decoder 2.515, text encoder 0.0133.
            Memory is the peak of one pod's GPU.
            Not counted: scorers, files of the data set, retries, and images that examples of one caption share.
            """);
  }

  @Test
  void aCpuHasNoHalvesUnlessTheyAreAskedForAndNeedsAProcess() throws IOException {
    String gpu = costOfPlan("--examples", "192", "--prompts", "24", "--json");
    String cpu = costOfPlan("--examples", "192", "--prompts", "24", "--json", "--device", "cpu");

    assertThat(Documents.value(gpu).at("/place").asText()).isEqualTo("GPU");
    assertThat(Documents.value(cpu).at("/stages/0/peakBytes").asLong())
        .isGreaterThan(Documents.value(gpu).at("/stages/0/peakBytes").asLong());
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
    assertThat(json.at("/stages/0/bytesMoved").asLong())
        .isEqualTo(
            json.at("/stages/0/bytesStored").asLong()
                + json.at("/model/unetBytes").asLong()
                + json.at("/model/vaeBytes").asLong()
                + json.at("/model/textBytes").asLong());
    assertThat(json.at("/stages/0/peakBytes").asLong()).isPositive();
    assertThat(json.at("/model/unet").asDouble()).isPositive();
    assertThat(json.has("teraflops")).isFalse();
  }
}

package dev.spinrun.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spinrun.contract.json.Documents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("measures the memory of the process")
class CheckCommandTest {
  @TempDir Path folder;
  private int code;

  /** The rows of a run on the CPU by name. */
  private ObjectNode check(Map<String, String> environment) throws IOException {
    StringWriter out = new StringWriter();
    String[] arguments = {"check", "--size", "tiny", "--json", "--work", folder.toString()};
    code = new SpinTrainer(environment).line().setOut(new PrintWriter(out)).execute(arguments);
    ObjectNode rows = Documents.object();
    Documents.value(out.toString())
        .path("checks")
        .forEach(row -> rows.set(row.path("name").asText(), row));
    return rows;
  }

  @Test
  void aCudaBuildWithoutAGpuFailsThatCheckAlone() throws IOException {
    ObjectNode rows = check(Map.of("PYTORCH_FLAVOR", "cu124"));

    assertThat(code).isEqualTo(2);
    rows.properties()
        .forEach(
            row ->
                assertThat(row.getValue().path("verdict").asText())
                    .as("%s", row)
                    .isEqualTo(
                        switch (row.getKey()) {
                          case "device" -> "Failed";
                          case "index out of range", "repeatability, deterministic" -> "Skipped";
                          default -> "Passed";
                        }));
    assertThat(rows.path("device").path("sentence").asText())
        .startsWith("There is no GPU that this libtorch (cu124) can use.");
    assertThat(rows).hasSize(21);
    assertFigures(rows);
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private static void assertFigures(ObjectNode rows) {
    assertThat(figure(rows, "device", "device").asText()).isEqualTo("cpu()");
    assertThat(figure(rows, "parity fp32", "largestError").asDouble()).isLessThan(1e-6);
    assertThat(figure(rows, "parity bf16", "largestError").asDouble()).isBetween(1e-4, 0.0625);
    assertThat(figure(rows, "training fp32, LoRA, recomputed", "fromLn2").asDouble())
        .isLessThan(1e-6);
    assertThat(figure(rows, "repeatability", "repeatedEqual").asBoolean()).isTrue();
    assertThat(figure(rows, "checkpoints", "checkpointMiB").asInt()).isPositive();
    assertThat(figure(rows, "throughput", "pairsPerSecondAt1").asDouble()).isPositive();
    assertThat(figure(rows, "sampling", "imagesPerMinuteAt8").asDouble()).isPositive();
    assertThat(figure(rows, "autoencoder", "decodedPerSecond").asDouble()).isPositive();
    assertThat(figure(rows, "collectives", "GBPerSecondOfGradients").asDouble()).isPositive();
    assertThat(figure(rows, "collectives", "secondsUntilLossIsTold").asDouble()).isLessThan(20);
    assertThat(rows.path("collectives").path("sentence").asText())
        .startsWith(
            "2 workers sum up over Gloo. Of one that ends a training would say: A sum over");
    assertThat(figure(rows, "out of memory", "class").asText()).isEqualTo("Application");
  }

  private static JsonNode figure(ObjectNode rows, String check, String name) {
    return rows.path(check).path("figures").path(name);
  }
}

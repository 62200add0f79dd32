package dev.spinrun.trainer.stage.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.loss.LossReport.PreferenceReport;
import dev.spinrun.trainer.train.StepReport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class TrainingMetricsTest {
  private static final StepReport STEP =
      new StepReport(7, new PreferenceReport(0.5, 0.4, 0.3, 0.9, -0.001), 12.5, 1e-4, 3, 0.25);

  @Test
  void theLastStepIsServed() throws IOException, InterruptedException {
    try (TrainingMetrics metrics = new TrainingMetrics(-1)) {
      metrics.see(STEP);

      assertThat(get(metrics.port()))
          .contains(
              "spinrun_train_step 7.0", "spinrun_train_loss 0.5", "spinrun_train_accuracy 0.9")
          .contains("spinrun_train_gradient_norm 12.5", "spinrun_train_data_wait_seconds 0.25")
          .containsPattern("spinrun_train_resident_memory_bytes [1-9]");
    }
  }

  private static String get(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void withoutAPortNothingIsServed() {
    try (TrainingMetrics metrics = new TrainingMetrics(0)) {
      metrics.see(STEP);

      assertThat(metrics.port()).isZero();
    }
  }
}

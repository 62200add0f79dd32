package dev.spinrun.trainer.stage.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.plan.Stage;
import dev.spinrun.contract.settings.Method;
import dev.spinrun.trainer.report.GalleryRows;
import dev.spinrun.trainer.stage.LocalRun;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryTest {
  private static final int MAX_BYTES = 1 << 24;

  @TempDir Path folder;

  @Test
  void everyIterationAddsARowAndWhoeverSumsUpWritesTheSameBytes() {
    LocalRun run = new LocalRun(folder, Method.SFT, LocalRun.quickstartTraining(2, 1));
    run.iterate();
    run.iterate();

    byte[] first = gallery(run, 0);
    byte[] second = gallery(run, 1);
    assertThat(rows(run, 0).rows()).hasSize(1);
    assertThat(rows(run, 1).rows())
        .hasSize(2)
        .allMatch(row -> row.columns().equals(rows(run, 0).rows().get(0).columns()));
    assertThat(rows(run, 1).rows().get(0).winRate()).isNull();
    assertThat(rows(run, 1).rows().get(1).winRate()).isBetween(0.0, 1.0);
    assertThat(height(second)).isGreaterThan(height(first) + 127);

    run.run(Stage.TRAIN, 1, 0);
    run.run(Stage.EVALUATE, 1, 0);
    run.run(Stage.EVALUATE, 1, 1);
    byte[] third = gallery(run, 2);
    run.store().delete(run.layout().evaluationSummary(2, 1));
    run.run(Stage.EVALUATE, 2, 0);
    assertThat(gallery(run, 2)).isEqualTo(third);
  }

  private static byte[] gallery(LocalRun run, int iteration) {
    return run.store().read(run.layout().gallery(iteration, 1), MAX_BYTES);
  }

  private static GalleryRows rows(LocalRun run, int iteration) {
    String key = run.layout().evaluation(iteration, 1) + "/gallery.json";
    return Documents.read(run.store().read(key, MAX_BYTES), GalleryRows.class, key);
  }

  /** Of a PNG. */
  private static int height(byte[] png) {
    return ByteBuffer.wrap(png).getInt(20);
  }
}

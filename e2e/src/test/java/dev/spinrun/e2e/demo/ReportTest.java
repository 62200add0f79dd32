package dev.spinrun.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path folder;

  @Test
  void theIndexSaysWhatEachFileIs() throws IOException {
    Report report = new Report(folder.resolve("demo"), "A run");
    report.add("scores.txt", "72.2\n", "the scores");
    report.mention("gallery-1.png", "the pictures of iteration 1");

    assertThat(report.folder().resolve("scores.txt")).hasContent("72.2\n");
    assertThat(report.folder().resolve(Report.INDEX))
        .hasContent(
            """
            # A run

            - [`scores.txt`](scores.txt): the scores
            - [`gallery-1.png`](gallery-1.png): the pictures of iteration 1
            """);
  }
}

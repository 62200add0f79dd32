package dev.spinrun.trainer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import dev.spinrun.trainer.check.CheckReport.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckReportTest {
  private static final Row PASSED = row("a", Finding.passed("It is so.", Map.of("error", 1e-7)));
  private static final Row SKIPPED = row("b", Finding.skipped("There is no GPU."));
  private static final Row WRONG = row("c", Finding.failed("It is off | by\n2.", figures()));
  private static final Row NO_GPU =
      row("d", Finding.failed(new LastWord(FailureClass.CONFIGURATION, "No GPU.", null), Map.of()));

  private static Row row(String name, Finding finding) {
    return new Row(name, finding, 1.26);
  }

  private static Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("second", 2L);
    figures.put("first", "one");
    return figures;
  }

  private static CheckReport report(Row... rows) {
    return new CheckReport(Map.of("SpinRun", "0.1.0"), List.of(rows));
  }

  @Test
  void whatPassesOrIsSkippedEndsWith0() {
    assertThat(report(PASSED, SKIPPED).exitCode()).isZero();
    assertThat(report(PASSED, SKIPPED).text()).endsWith("Nothing failed.%n".formatted());
  }

  @Test
  void aFailureEndsWithTheCodeOfItsClassAndTheGravestOfSeveralCounts() {
    assertThat(report(PASSED, WRONG).exitCode()).isEqualTo(1);
    assertThat(report(WRONG, NO_GPU).exitCode()).isEqualTo(2);
    assertThat(report(NO_GPU, WRONG).exitCode()).isEqualTo(2);
  }

  @Test
  void theTableIsMarkdownWhateverASentenceHolds() {
    assertThat(report(PASSED, WRONG).text())
        .isEqualToIgnoringNewLines(
            """
            SpinRun 0.1.0

            | check | verdict | what was found | figures | seconds |
            | --- | --- | --- | --- | --- |
            | a | Passed | It is so. | error 1.00e-07 | 1.3 |
            | c | Failed | It is off \\| by 2. | second 2, first one | 1.3 |

            1 of 2 checks failed; exit code 1.
            """);
  }

  @Test
  void jsonHasAllDigitsAndTheClassOfAFailure() {
    assertThat(report(PASSED, NO_GPU).json())
        .isEqualTo(
            "{\"versions\":{\"SpinRun\":\"0.1.0\"},\"checks\":["
                + "{\"name\":\"a\",\"verdict\":\"Passed\",\"sentence\":\"It is so.\",\"figures\":{\"error\":1.0E-7},\"seconds\":1.26},"
                + "{\"name\":\"d\",\"verdict\":\"Failed\",\"sentence\":\"No GPU.\",\"figures\":{},\"failureClass\":\"Configuration\",\"seconds\":1.26}]}");
  }
}

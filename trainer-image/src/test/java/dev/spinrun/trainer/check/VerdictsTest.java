package dev.spinrun.trainer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.trainer.check.Finding.Verdict;
import dev.spinrun.trainer.check.sample.ModelSize;
import dev.spinrun.trainer.check.sample.SampleModel;
import dev.spinrun.trainer.nn.Precision;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From measurements to verdicts, on a CPU. */
class VerdictsTest {
  @ParameterizedTest(name = "{0}: a block {1} off, and a gradient {2}, have {3}")
  @CsvSource({
    "FP32, 7e-6, 1e-5, PASSED",
    "FP32, 8e-6, 1e-5, FAILED",
    "FP32, 7e-6, 2e-5, FAILED",
    "FP16, 7e-3, 1e-2, PASSED",
    "FP16, 9e-3, 1e-2, FAILED",
    "BF16, 6e-2, 1e-1, PASSED",
    "BF16, 6e-2, 2e-1, FAILED",
    "BF16, NaN, 0, FAILED",
    "BF16, 0, NaN, FAILED"
  })
  void whatRoundingExplainsPasses(
      Precision precision, double ofBlock, double ofGradient, Verdict verdict) {
    Path nowhere = Path.of("nowhere");
    try (SampleModel model = new SampleModel(ModelSize.TINY, nowhere)) {
      Finding finding =
          new ParityCheck(model, precision, nowhere)
              .judge(new Distance(82, "mid_block", ofBlock, ofGradient));

      assertThat(finding.verdict()).isEqualTo(verdict);
      assertThat(finding.figures()).containsEntry("block", "mid_block");
    }
  }

  @ParameterizedTest(name = "restored {0}, resumed {1}, repeated {2}: {3}")
  @CsvSource({
    "true, true, true, PASSED",
    "false, true, true, FAILED",
    "true, false, true, FAILED",
    "true, true, false, FAILED"
  })
  void aCpuRepeatsItself(boolean restored, boolean resumed, boolean repeated, Verdict verdict) {
    assertThat(RepeatCheck.judge(false, restored, resumed, repeated, 1).verdict())
        .isEqualTo(verdict);
  }

  @ParameterizedTest(name = "{0} arrays, {1} MiB more after checkpoints of {2} MiB: {3}")
  @CsvSource({
    "0, 0, 400, PASSED",
    "0, 100, 400, PASSED",
    "0, 101, 400, FAILED",
    "0, 32, 4, PASSED",
    "0, 33, 4, FAILED",
    "1, 0, 400, FAILED"
  })
  void checkpointsThatStayInMemoryFail(int opened, long grown, double size, Verdict verdict) {
    Finding finding = CheckpointCheck.judge(opened, grown * 1024, size * 1024, Map.of());

    assertThat(finding.verdict()).isEqualTo(verdict);
  }
}

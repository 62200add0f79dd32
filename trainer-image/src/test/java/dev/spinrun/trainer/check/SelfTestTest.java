package dev.spinrun.trainer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.trainer.check.Finding.Verdict;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class SelfTestTest {
  /** Throws in the place of an answer. */
  private record Throwing(Throwable thrown) implements Check {
    @Override
    public String name() {
      return "throwing";
    }

    @Override
    public Finding run() throws IOException {
      if (thrown instanceof IOException exception) {
        throw exception;
      }
      if (thrown instanceof OutOfMemoryError error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  private static Finding finding(Throwable thrown) {
    return SelfTest.finding(new Throwing(thrown));
  }

  @Test
  void whatACheckThrowsIsToldAsAStageWouldTellIt() {
    Finding broken =
        finding(new IllegalStateException("CUDA error: uncorrectable ECC error encountered"));
    assertThat(broken.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(broken.failureClass()).isEqualTo(FailureClass.INFRASTRUCTURE);
    assertThat(broken.sentence()).startsWith("The GPU or its driver failed");

    assertThat(finding(new OutOfMemoryError("Java heap space")).failureClass())
        .isEqualTo(FailureClass.APPLICATION);
  }

  @Test
  void noSentenceNamesAFolder() {
    Finding finding = finding(new NoSuchFileException("/data/check1/model"));

    assertThat(finding.without("/data/check1", "the work folder").sentence())
        .isEqualTo("NoSuchFileException: the work folder/model. See the log of this pod.");
  }
}

package dev.spinrun.trainer.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spinrun.contract.json.Documents;
import dev.spinrun.trainer.check.Finding.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CollectivesCheckTest {
  private static final String GOOD =
      "{\"secondsOf1KiB\": 0.001, \"told\": \"A sum over the workers failed.\"}";

  private static Finding judge(String... results) {
    return CollectivesCheck.judge(Stream.of(results).map(Documents::value).toList());
  }

  @Test
  void figuresAreThoseOfTheFirstWorkerAndSoIsWhatItSaysOfTheLostOne() {
    Finding finding = judge(GOOD, "{\"secondsOf1KiB\": 2}", "{}");

    assertThat(finding.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(finding.sentence())
        .isEqualTo(
            "3 workers sum up over Gloo. Of one that ends a training would say: A sum over the workers failed.");
    assertThat(List.copyOf(finding.figures().keySet())).containsExactly("workers", "secondsOf1KiB");
    assertThat(finding.figures()).containsEntry("workers", 3).containsEntry("secondsOf1KiB", 0.001);
  }

  @Test
  void aFailureOfAnyWorkerIsOne() {
    Finding finding =
        judge(GOOD, "{\"failure\": \"It is off.\"}", "{\"failure\": \"Port 80 is taken.\"}");

    assertThat(finding.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(finding.sentence()).isEqualTo("Worker 1: It is off. Worker 2: Port 80 is taken.");
  }

  @Test
  void aWorkerSeesOneOfTheCardsThatThisProcessSees() {
    assertThat(CollectivesCheck.card(1, null)).isEqualTo("1");
    assertThat(CollectivesCheck.card(1, "")).isEqualTo("1");
    assertThat(CollectivesCheck.card(1, "2, 3")).isEqualTo("3");
    assertThat(CollectivesCheck.card(0, "GPU-8932f937,GPU-1234")).isEqualTo("GPU-8932f937");
  }
}

package dev.spinrun.runstore.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastWordTest {
  private static final LastWord WORD =
      new LastWord(FailureClass.DIVERGENCE, "the loss is NaN at step 37", 37L);

  @Test
  void aLastWordIsFoundAmongTheTailOfALog() {
    String message = "some log line\n{\"class\": broken\n" + WORD.toLine() + "\n";

    assertThat(LastWord.find(message)).contains(WORD);
    assertThat(LastWord.find("Killed")).isEmpty();
  }

  @Test
  void theLongestLastWordFitsIntoATerminationMessage() {
    LastWord longest = new LastWord(FailureClass.APPLICATION, "€".repeat(5000), 1L);

    assertThat(longest.toLine().getBytes(UTF_8).length).isLessThan(LastWord.MAX_BYTES);
    assertThat(LastWord.find(longest.toLine())).contains(longest);
  }

  @Test
  void exitCodesGoBothWaysAndUnknownOnesAreTheApplications() {
    for (FailureClass failureClass : FailureClass.values()) {
      assertThat(FailureClass.ofExitCode(failureClass.exitCode())).isEqualTo(failureClass);
    }
    assertThat(FailureClass.ofExitCode(137)).isEqualTo(FailureClass.APPLICATION);
  }
}

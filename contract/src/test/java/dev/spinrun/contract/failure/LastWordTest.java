package dev.spinrun.contract.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastWordTest {
  private static final LastWord WORD =
      new LastWord(FailureClass.DIVERGENCE, "the loss is NaN at step 37", 37L);

  @Test
  void aLastWordIsFoundAmongTheTailOfALog() {
    String message = "some log line\n{\"class\": broken\n" + WORD.toLine() + "\n";

    assertThat(LastWord.find(message)).contains(WORD);
    assertThat(LastWord.find("Killed")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"€", "\"", "\\", "\u0001", "\n", "😀", "a"})
  void theLongestLastWordFitsIntoATerminationMessage(String character) {
    LastWord longest = new LastWord(FailureClass.APPLICATION, character.repeat(5000), 1L);

    assertThat(longest.toLine().getBytes(UTF_8).length).isLessThan(LastWord.MAX_BYTES);
    assertThat(LastWord.find(longest.toLine() + "\n")).contains(longest);
  }

  @Test
  void exitCodesGoBothWaysAndUnknownOnesAreTheApplications() {
    for (FailureClass failureClass : FailureClass.values()) {
      assertThat(FailureClass.ofExitCode(failureClass.exitCode())).isEqualTo(failureClass);
    }
    assertThat(FailureClass.ofExitCode(137)).isEqualTo(FailureClass.APPLICATION);
  }
}

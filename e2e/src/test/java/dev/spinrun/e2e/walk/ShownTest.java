package dev.spinrun.e2e.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "other numbers,                  promoted after 52s,           promoted after 7s,              true",
    "a longer time,                  22s Normal after 52s: score,  2m5s Normal after 1m15s: score, true",
    "a number is no time,            after 52s: score,             after 52: score,                false",
    "numbers below zero,             score 20.45,                  score -19.39,                   true",
    "another digest,                 i1-a2-3f9c1d2a,               i1-a2-20abed2e,                 true",
    "another attempt,                i1-a2-3f9c1d2a,               i1-a3-20abed2e,                 true",
    "another run and pod,            castle-22c32-i0-p-a1-w4czv:,  castle-abcde-i0-p-a1-zz9x8:,    true",
    "other widths,                   castle   Failed   0/1,        castle      Failed    0/1,      true",
    "anything where it is left out,  Candidate is measured: …,     Candidate is measured: score 7, true",
    "another word,                   there is no such object,      there is no such bucket,        false",
    "more words,                     castle-store created,         castle-store created anew,      false",
    "another name,                   castle-22c32-i0-p-a1-w4czv:,  manor-22c32-i0-p-a1-w4czv:,     false",
  })
  void isTheSameButForWhatDiffersEachTime(
      String what, String shown, String output, boolean isTheSame) {
    assertThat(new Shown(shown).missingIn(output) == null).isEqualTo(isTheSame);
  }

  @Test
  void linesAreSeenInOrder() {
    assertThat(new Shown("a\nb\n").missingIn("a\nmore\nb\n")).isNull();
    assertThat(new Shown("b\na\n").missingIn("a\nb\n")).isEqualTo("a");
  }

  @Test
  void phasesAreSeenOnceEach() {
    assertThat(
            new Shown(
                    """
                    NAME     PHASE     ITERATION
                    castle                      0s
                    castle   Pending   0/1
                    castle   Running   0/1
                    castle   Running   1/1
                    castle   Failed    1/1
                    """)
                .phases())
        .containsExactly("Pending", "Running", "Failed");
  }
}

package dev.spinrun.contract.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spinrun.contract.json.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records as somebody else may have written them. */
class PlausibleTest {
  private static final String PROGRESS =
      """
      {"schema": 1, "stage": "Train", "attempt": 1, "index": 0, "done": 5, "total": 10,
       "unit": "steps", "updatedAt": "2026-01-01T00:00:00Z", "secondsLeft": 7, "metrics": {}}""";

  private static final String OPPONENT =
      """
      {"schema": 1, "uid": "u", "iteration": 1, "candidateAttempt": 1, "candidate": "c",
       "candidateDigest": "sha256:%1$s", "evaluation": "e", "planDigest": "sha256:%1$s",
       "attributes": {}, "promotedAt": "2026-01-01T00:00:00Z"}"""
          .formatted("a".repeat(64));

  private static final String OUTCOME =
      """
      {"schema": 1, "iteration": 1, "result": "Promoted", "attempts": 1,
       "finishedAt": "2026-01-01T00:00:00Z", "candidateDigest": "sha256:%s"}"""
          .formatted("a".repeat(64));

  private static <T> T read(String json, Class<T> type) {
    return Documents.read(json.getBytes(UTF_8), type, "it");
  }

  @Test
  void whatAPodWritesIsRead() {
    assertThat(read(PROGRESS, Progress.class).metrics()).isEmpty();
    assertThat(read(OPPONENT, OpponentRecord.class).iteration()).isEqualTo(1);
    assertThat(read(OUTCOME, Outcome.class).attempts()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} in place of {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"done\": -5 | \"done\": 5 | done",
        "\"done\": 9223372036854775807 | \"done\": 5 | done",
        "\"total\": 1000000000001 | \"total\": 10 | total",
        "\"unit\": \"steps; and more\" | \"unit\": \"steps\" | unit",
        "\"unit\": \"stepsstepsstepssteps\" | \"unit\": \"steps\" | unit",
        "\"secondsLeft\": -1 | \"secondsLeft\": 7 | secondsLeft",
        "\"secondsLeft\": 9223372036854775807 | \"secondsLeft\": 7 | secondsLeft",
        "+999999999-12-31T23:59:59Z | 2026-01-01T00:00:00Z | updatedAt",
        "1970-01-01T00:00:00Z | 2026-01-01T00:00:00Z | updatedAt"
      })
  void absurdProgressIsRefusedByTheNameOfItsField(String bad, String good, String field) {
    assertThat(PROGRESS).contains(good);
    assertThatThrownBy(() -> read(PROGRESS.replace(good, bad), Progress.class))
        .hasMessageContaining(field + " must");
  }

  @ParameterizedTest(name = "{0} in place of {1}")
  @CsvSource({
    "sha256:a, sha256:marker",
    "2026-01-01T00:00:00Z, +10000-01-01T00:00:00Z",
    "2026-01-01T00:00:00Z, 1999-01-01T00:00:00Z"
  })
  void aForgedRecordIsRefusedWithoutBeingQuoted(String good, String bad) {
    assertThatThrownBy(() -> read(OPPONENT.replace(good, bad), OpponentRecord.class))
        .hasMessageContaining("must")
        .hasMessageNotContaining(bad);
    assertThatThrownBy(() -> read(OUTCOME.replace(good, bad), Outcome.class))
        .hasMessageContaining("must")
        .hasMessageNotContaining(bad);
  }
}

package dev.spinrun.trainer.check;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.spinrun.contract.failure.FailureClass;
import dev.spinrun.contract.failure.LastWord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param sentence what was found, or why nothing could be; it names no host and no path, since
 *     reports are published
 * @param figures numbers and words by name, in the order of the report
 * @param failureClass of a failed check; absent otherwise
 */
record Finding(
    Verdict verdict,
    String sentence,
    Map<String, Object> figures,
    @Nullable FailureClass failureClass) {
  /** Whether the machine is able to do what was asked for. */
  enum Verdict {
    @JsonProperty("Passed")
    PASSED,
    @JsonProperty("Failed")
    FAILED,
    /** It cannot be found out here. */
    @JsonProperty("Skipped")
    SKIPPED
  }

  Finding {
    if ((verdict == Verdict.FAILED) != (failureClass != null)) {
      throw new IllegalArgumentException("A failure has a class, and nothing else has one.");
    }
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  static Finding passed(String sentence, Map<String, Object> figures) {
    return new Finding(Verdict.PASSED, sentence, figures, null);
  }

  static Finding skipped(String reason) {
    return new Finding(Verdict.SKIPPED, reason, Map.of(), null);
  }

  /** A wrong result: a failure of our own, until somebody knows better. */
  static Finding failed(String sentence, Map<String, Object> figures) {
    return failed(new LastWord(FailureClass.APPLICATION, sentence, null), figures);
  }

  /** What a stage would say of the same failure. */
  static Finding failed(LastWord word, Map<String, Object> figures) {
    return new Finding(Verdict.FAILED, word.message(), figures, word.failureClass());
  }

  /** Passed if the condition holds, else failed. */
  static Finding of(boolean holds, String sentence, Map<String, Object> figures) {
    return holds ? passed(sentence, figures) : failed(sentence, figures);
  }

  /** The same with every mention of something replaced. */
  Finding without(String secret, String replacement) {
    return new Finding(verdict, sentence.replace(secret, replacement), figures, failureClass);
  }
}

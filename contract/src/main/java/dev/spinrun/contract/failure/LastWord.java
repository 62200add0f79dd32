package dev.spinrun.contract.failure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.spinrun.contract.json.Documents;
import dev.spinrun.contract.json.Excerpt;
import dev.spinrun.contract.json.MalformedDocumentException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one line that a stage writes to its termination message before it exits with an error.
 *
 * @param message what happened, where, and what to do
 * @param step optimizer step at which it happened
 */
public record LastWord(
    @JsonProperty("class") FailureClass failureClass, String message, @Nullable Long step) {

  /** Kubernetes keeps 4096 bytes of a termination message. */
  public static final int MAX_BYTES = 4096;

  private static final int MAX_MESSAGE_CHARS = 1200;

  /** What the line has besides the message, and some room. */
  private static final int MAX_MESSAGE_BYTES = MAX_BYTES - 256;

  public LastWord {
    // Of a control character JSON makes six; and a line feed would end what the operator reads.
    message = Excerpt.of(message.replaceAll("\\R", " "), MAX_MESSAGE_CHARS);
    while (Documents.writeLine(message).getBytes(StandardCharsets.UTF_8).length
        > MAX_MESSAGE_BYTES) {
      message = Excerpt.of(message, message.length() * 3 / 4);
    }
  }

  /** One line of JSON, at most {@link #MAX_BYTES} long. */
  public String toLine() {
    return Documents.writeLine(this);
  }

  /**
   * The last word in a termination message, if there is one: it may also hold the tail of a log.
   */
  public static Optional<LastWord> find(String terminationMessage) {
    Optional<LastWord> found = Optional.empty();
    for (String line : terminationMessage.lines().toList()) {
      if (line.startsWith("{\"class\"")) {
        try {
          found =
              Optional.of(
                  Documents.read(
                      line.getBytes(StandardCharsets.UTF_8),
                      LastWord.class,
                      "termination message"));
        } catch (MalformedDocumentException e) {
          // A line that only looks like a last word, cut off by the kubelet or written by another
          // program.
        }
      }
    }
    return found;
  }
}

package dev.spinrun.e2e.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts the writes of one operator with one run into words that are the same in each run of the same
 * course: without times, digests and names that differ.
 */
final class ApiEffects {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  private String iteration = "0";
  private String stage = "";

  /** The words for a request; empty if it is a read. */
  synchronized Optional<String> of(String method, String path, byte[] body) {
    if (!WRITES.contains(method)) {
      return Optional.empty();
    }
    String object = path.replaceFirst("^.*/namespaces/[^/]+/", "");
    JsonNode content = content(body);
    String effect =
        switch (method) {
          case "PATCH" -> "PATCH %s %s".formatted(object, status(content));
          case "POST" ->
              object.equals("events")
                  ? "POST events %s: %s"
                      .formatted(content.path("reason").asText(), content.path("message").asText())
                  : "POST %s/%s".formatted(object, content.at("/metadata/name").asText());
          default -> method + " " + object;
        };
    return Optional.of(RunText.masked(effect));
  }

  private static JsonNode content(byte[] body) {
    try {
      return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A status by its message, with the iteration and the stage that it is about. */
  private String status(JsonNode patch) {
    JsonNode status = patch.path("status");
    iteration = status.path("iteration").asText(iteration);
    if (status.has("current")) {
      stage = status.at("/current/stage").asText("");
    }
    Set<String> fields = new TreeSet<>();
    status.fieldNames().forEachRemaining(fields::add);
    return "i%s %s: %s"
        .formatted(iteration, stage, status.path("message").asText(fields.toString()));
  }
}

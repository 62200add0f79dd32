package dev.spinrun.e2e.rights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one account has asked of an API server, by its audit log. */
final class AuditTrail {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DECISION = "authorization.k8s.io/decision";

  private final List<JsonNode> events;

  private AuditTrail(List<JsonNode> events) {
    this.events = events;
  }

  /** The requests of a service account in a log of one JSON object a line. */
  static AuditTrail of(String log, String namespace, String account) {
    String user = "system:serviceaccount:%s:%s".formatted(namespace, account);
    return new AuditTrail(
        log.lines()
            .map(AuditTrail::parsed)
            .filter(event -> event.at("/user/username").asText().equals(user))
            .toList());
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no audit event: " + line, e);
    }
  }

  /** What it asked for and was given. */
  SortedSet<Access> allowed() {
    return accesses(event -> decision(event).equals("allow"));
  }

  /** What it asked for and had no right to. */
  SortedSet<Access> refused() {
    return accesses(event -> decision(event).equals("forbid"));
  }

  private static String decision(JsonNode event) {
    return event.path("annotations").path(DECISION).asText();
  }

  private SortedSet<Access> accesses(Predicate<JsonNode> which) {
    return events.stream()
        .filter(which)
        .flatMap(AuditTrail::access)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** None for what is no object: discovery, health. */
  private static Stream<Access> access(JsonNode event) {
    JsonNode object = event.path("objectRef");
    if (object.path("resource").isMissingNode()) {
      return Stream.empty();
    }
    String subresource = object.path("subresource").asText();
    return Stream.of(
        new Access(
            object.path("apiGroup").asText(),
            object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
            event.path("verb").asText()));
  }
}

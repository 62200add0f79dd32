package dev.spinrun.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ApiEffectsTest {
  private static final String IN = "/namespaces/anywhere/";
  private final ApiEffects effects = new ApiEffects();

  @Test
  void aReadIsNoEffect() {
    assertThat(effects.of("GET", "/apis/batch/v1" + IN + "jobs/a", new byte[0])).isEmpty();
  }

  @Test
  void writesAreNamedByVerbAndObjectWhereverTheyHappen() {
    assertThat(of("DELETE", "/apis/batch/v1" + IN + "jobs/a", "")).isEqualTo("DELETE jobs/a");
    assertThat(of("POST", "/api/v1" + IN + "configmaps", "{\"metadata\": {\"name\": \"plan\"}}"))
        .isEqualTo("POST configmaps/plan");
    assertThat(
            of(
                "POST",
                "/apis/batch/v1" + IN + "jobs",
                """
                {"metadata": {"name": "castle-1f73b-i1-train-a2"}}"""))
        .isEqualTo("POST jobs/castle-<uid>-i1-train-a2");
    assertThat(of("POST", "/api/v1" + IN + "events", "{\"reason\": \"R\", \"message\": \"m\"}"))
        .isEqualTo("POST events R: m");
  }

  @Test
  void statusesAreNamedByWhatTheySayAndWhereInTheRun() {
    String path = "/apis/spinrun.dev/v1alpha1" + IN + "spinruns/castle/status";
    of("PATCH", path, "{\"status\": {\"iteration\": 2, \"current\": {\"stage\": \"Train\"}}}");

    assertThat(
            of(
                "PATCH",
                path,
                """
                {"status": {"message": "Retry at 2026-01-01T10:00:00Z."}}"""))
        .isEqualTo("PATCH spinruns/castle/status i2 Train: Retry at <time>.");
    assertThat(
            of(
                "PATCH",
                path,
                "{\"status\": {\"message\": \"Candidate i2-a3-3f9c1d2a, after 1m2s, at s3://b/ns.\"}}"))
        .isEqualTo(
            "PATCH spinruns/castle/status i2 Train: Candidate i2-a3-<digest>, after <duration>, at <uri>.");
    assertThat(
            of("PATCH", path, "{\"status\": {\"current\": {\"stage\": null}, \"iterations\": []}}"))
        .isEqualTo("PATCH spinruns/castle/status i2 : [current, iterations]");
  }

  private String of(String method, String path, String body) {
    return effects.of(method, path, body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }
}

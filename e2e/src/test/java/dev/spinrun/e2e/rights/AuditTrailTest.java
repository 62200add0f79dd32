package dev.spinrun.e2e.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTrailTest {
  private static final AuditTrail TRAIL =
      AuditTrail.of(
          String.join(
              "\n",
              event(
                  "ours", "patch", "\"resource\": \"runs\", \"subresource\": \"status\"", "allow"),
              event("ours", "list", "\"resource\": \"jobs\", \"apiGroup\": \"batch\"", "forbid"),
              event("theirs", "delete", "\"resource\": \"secrets\"", "allow")),
          "system",
          "ours");

  private static String event(String account, String verb, String object, String decision) {
    return """
        {"user": {"username": "system:serviceaccount:system:%s"}, "verb": "%s", "objectRef": {%s}, \
        "annotations": {"authorization.k8s.io/decision": "%s"}}"""
        .formatted(account, verb, object, decision);
  }

  @Test
  void requestsOfOneAccountAreToldApartByTheirOutcome() {
    assertThat(TRAIL.allowed()).containsExactly(new Access("", "runs/status", "patch"));
    assertThat(TRAIL.refused()).containsExactly(new Access("batch", "jobs", "list"));
  }

  @Test
  void aRuleAllowsEachVerbOnEachResource() {
    assertThat(
            Access.allowedBy(
                List.of(
                    new PolicyRuleBuilder()
                        .withApiGroups("batch")
                        .withResources("jobs")
                        .withVerbs("get", "list")
                        .build())))
        .containsExactlyInAnyOrder(
            new Access("batch", "jobs", "get"), new Access("batch", "jobs", "list"));
  }
}

package dev.spinrun.crds;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.provider.Arguments;

/** The rules of {@code spec.pod}, in the rows of {@link CelRulesTest}. */
final class PodRules {
  private PodRules() {}

  static List<Arguments> rules() {
    return List.of(
        Arguments.of(
            "credentials do not travel as plain variables",
            "/properties/spec/properties/pod/properties/env/items/properties/name",
            "not a run's to set",
            "AWS_SECRET_ACCESS_KEY",
            "NCCL_DEBUG",
            ""),
        Arguments.of(
            "a run does not choose who gets its token",
            "/properties/spec/properties/pod/properties/env/items/properties/name",
            "not a run's to set",
            "HF_ENDPOINT",
            "HF_HUB_OFFLINE",
            ""),
        Arguments.of(
            "a run does not choose the proxy of its calls",
            "/properties/spec/properties/pod/properties/env/items/properties/name",
            "not a run's to set",
            "https_proxy",
            "PROXY",
            ""),
        Arguments.of(
            "a run does not preload a library into its trainer",
            "/properties/spec/properties/pod/properties/env/items/properties/name",
            "not a run's to set",
            "LD_PRELOAD",
            "LDAP",
            ""),
        Arguments.of(
            "a node selector has the keys of labels",
            "/properties/spec/properties/pod/properties/nodeSelector",
            "keys like example.com/key",
            Map.of("a b", "x"),
            Map.of("nvidia.com/gpu.product", "H100"),
            Map.of()),
        Arguments.of(
            "a label has the value of one",
            "/properties/spec/properties/pod/properties/labels",
            "keys like example.com/key",
            Map.of("team", "a team"),
            Map.of("team", ""),
            Map.of()),
        Arguments.of(
            "an annotation has a key",
            "/properties/spec/properties/pod/properties/annotations",
            "keys like example.com/key",
            Map.of("Example.com/a/b", "x"),
            Map.of("example.com/a", "any {text}"),
            Map.of()),
        Arguments.of(
            "a toleration of everything says so",
            "/properties/spec/properties/pod/properties/tolerations/items",
            "needs operator Exists",
            Map.of("effect", "NoSchedule"),
            Map.of("operator", "Exists"),
            Map.of()),
        Arguments.of(
            "a toleration of any value names none",
            "/properties/spec/properties/pod/properties/tolerations/items",
            "has no value",
            Map.of("key", "gpu", "operator", "Exists", "value", "yes"),
            Map.of("key", "gpu", "operator", "Equal", "value", "yes"),
            Map.of()),
        Arguments.of(
            "only an eviction can be put off",
            "/properties/spec/properties/pod/properties/tolerations/items",
            "needs effect NoExecute",
            Map.of("key", "gpu", "tolerationSeconds", 5L),
            Map.of("key", "gpu", "effect", "NoExecute", "tolerationSeconds", 5L),
            Map.of()),
        Arguments.of(
            "an image has no white space",
            "/properties/spec/properties/pod/properties/image",
            "white space",
            "registry/trainer :1",
            "registry/trainer:1",
            ""),
        Arguments.of(
            "our own labels are not the user's",
            "/properties/spec/properties/pod/properties/labels",
            "set by the operator",
            Map.of("spinrun.dev/run", "x"),
            Map.of("team", "x"),
            Map.of()));
  }
}

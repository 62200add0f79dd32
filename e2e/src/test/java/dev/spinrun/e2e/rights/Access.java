package dev.spinrun.e2e.rights;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One kind of request.
 *
 * @param group API group, empty for the core
 * @param resource with its subresource, if any, behind a slash
 */
record Access(String group, String resource, String verb) implements Comparable<Access> {
  /** All that these rules allow. */
  static Set<Access> allowedBy(Collection<PolicyRule> rules) {
    return rules.stream()
        .flatMap(
            rule ->
                rule.getApiGroups().stream()
                    .flatMap(
                        group ->
                            rule.getResources().stream()
                                .flatMap(
                                    resource ->
                                        rule.getVerbs().stream()
                                            .map(verb -> new Access(group, resource, verb)))))
        .collect(Collectors.toSet());
  }

  @Override
  public int compareTo(Access other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }
}

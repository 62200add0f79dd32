package dev.spinrun.operator.act;

import dev.spinrun.operator.plan.decision.Obstacle;
import dev.spinrun.operator.plan.decision.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cluster does not do what we ask for. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  /** Who we are is not known for a moment, a time-out, a conflict, too many requests. */
  private static final Set<Integer> PASSING = Set.of(401, 408, 409, 429);

  private final transient Obstacle obstacle;
  private final @Nullable KubernetesClientException passing;

  /** It will be refused again until somebody changes something. */
  RefusedException(Obstacle obstacle) {
    super(obstacle.message());
    this.obstacle = obstacle;
    this.passing = null;
  }

  /**
   * The API server's answer.
   *
   * @param what was asked for and not done, as the beginning of a sentence
   */
  RefusedException(Reason reason, String what, KubernetesClientException answer) {
    super(answer);
    this.obstacle =
        new Obstacle(
            reason,
            "%s: %s. It is tried again until it succeeds: correct the spec, a quota or a policy."
                .formatted(what, sentence(answer)));
    this.passing = isPassing(answer.getCode()) ? answer : null;
  }

  Obstacle obstacle() {
    return obstacle;
  }

  /** The failure, if it may be gone at the next try. */
  @Nullable KubernetesClientException passing() {
    return passing;
  }

  private static boolean isPassing(int code) {
    return code < CLIENT_ERROR || code >= SERVER_ERROR || PASSING.contains(code);
  }

  private static String sentence(KubernetesClientException answer) {
    String said = answer.getStatus() == null ? null : answer.getStatus().getMessage();
    if (said == null || said.isBlank()) {
      return answer.getCode() == 0
          ? "the API server does not answer"
          : "the API server answers " + answer.getCode();
    }
    return said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
  }
}

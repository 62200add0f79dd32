package dev.spinrun.crds;

import dev.spinrun.contract.schema.Formats;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A self-play fine-tuning of a diffusion model, walked through its iterations by the operator. */
@Group(SpinRun.GROUP)
@Version("v1alpha1")
@Kind("SpinRun")
@Singular("spinrun")
@Plural("spinruns")
@ShortNames({"spin", "spins"})
@Categories("ml")
@ValidationRule(
    value =
        "self.metadata.name.size() <= "
            + Formats.RUN_NAME_LENGTH
            + " && self.metadata.name.matches(r'"
            + Formats.RUN_NAME
            + "')",
    message =
        "metadata.name must have at most 40 characters, lower-case letters, digits and -, a letter"
            + " first: Jobs, pods and a Service are named from it")
@ValidationRule(
    value =
        "self.spec.iterations >= oldSelf.spec.iterations || !has(oldSelf.status) ||"
            + " !has(oldSelf.status.opponent) ||"
            + " self.spec.iterations >= oldSelf.status.opponent.iteration",
    message = "spec.iterations must not be lowered below the iteration that is already promoted")
public final class SpinRun extends CustomResource<SpinRunSpec, SpinRunStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** API group; also the prefix of our labels and annotations. */
  public static final String GROUP = "spinrun.dev";

  /** A spec has required fields: there is none until one is given. */
  @Override
  @SuppressWarnings("NullAway") // The parent class predates nullness annotations.
  protected @Nullable SpinRunSpec initSpec() {
    return null;
  }

  @Override
  @SuppressWarnings("NullAway")
  protected @Nullable SpinRunStatus initStatus() {
    return null;
  }
}

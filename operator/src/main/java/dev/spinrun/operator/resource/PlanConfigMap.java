package dev.spinrun.operator.resource;

import dev.spinrun.contract.plan.FrozenPlan;
import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;

/**
 * What the pods of an iteration mount: its frozen settings, the same bytes as in the store, and the
 * certificates that they trust.
 */
public final class PlanConfigMap {
  /** Key of the document. */
  static final String KEY = "plan.json";

  /** Key of the certificates. */
  static final String CA_BUNDLE = "ca.crt";

  private PlanConfigMap() {}

  /** The ConfigMap of this plan. */
  public static ConfigMap build(SpinRun run, FrozenPlan plan, Platform platform) {
    int iteration = plan.plan().iteration();
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(Names.plan(run, plan.plan()))
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(Labels.common(run))
        .withAnnotations(Stamp.plan(run.getMetadata().getUid(), iteration, plan.digest()))
        .withOwnerReferences(Owner.reference(run))
        .endMetadata()
        .withImmutable(true)
        .addToData(KEY, plan.text())
        .addToData(platform.caBundle() == null ? Map.of() : Map.of(CA_BUNDLE, platform.caBundle()))
        .build();
  }
}

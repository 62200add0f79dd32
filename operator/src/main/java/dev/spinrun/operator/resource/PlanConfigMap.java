package dev.spinrun.operator.resource;

import dev.spinrun.crds.SpinRun;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** The frozen settings of an iteration as the pods mount them: the same bytes as in the store. */
public final class PlanConfigMap {
  /** Key of the document. */
  static final String KEY = "plan.json";

  private PlanConfigMap() {}

  /** The ConfigMap of this plan. */
  public static ConfigMap build(SpinRun run, FrozenPlan plan) {
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
        .build();
  }
}

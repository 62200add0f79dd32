package dev.spinrun.runstore.record;

import dev.spinrun.runstore.plan.Method;

/** Who a run is; frozen when it starts. */
public record RunIdentity(
    int schema,
    String namespace,
    String name,
    String uid,
    Method method,
    String modelUri,
    String dataUri) {}

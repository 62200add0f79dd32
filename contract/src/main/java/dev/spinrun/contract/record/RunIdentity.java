package dev.spinrun.contract.record;

import dev.spinrun.contract.plan.Origin;
import dev.spinrun.contract.settings.Method;
import org.jspecify.annotations.Nullable;

/**
 * Who a run is; frozen when it starts.
 *
 * @param modelUri where the base model comes from
 * @param origin the iteration of another run that the base model is, if it is one
 */
public record RunIdentity(
    int schema,
    String namespace,
    String name,
    String uid,
    Method method,
    String modelUri,
    String dataUri,
    @Nullable Origin origin) {}

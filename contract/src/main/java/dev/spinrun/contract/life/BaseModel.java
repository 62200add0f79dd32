package dev.spinrun.contract.life;

import dev.spinrun.contract.plan.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What a run starts from.
 *
 * @param uri of a diffusers folder
 * @param origin the iteration of another run that it is, if it is one
 */
public record BaseModel(String uri, @Nullable Origin origin) {}

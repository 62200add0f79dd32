package dev.spinrun.crds.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.spinrun.contract.settings.Prepare;

/**
 * The stage that checks all inputs and encodes the data set: the settings, which a plan freezes,
 * and its pods.
 */
@JsonDeserialize(using = FlatDeserializer.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PrepareSpec(@JsonUnwrapped Prepare settings, @JsonUnwrapped StagePods pods) {}
